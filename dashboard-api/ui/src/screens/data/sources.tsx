import type { useSources } from '../../api/queries';
import type { Source } from '../../api/sources';
import { count, MISSING } from '../../money/format';
import { instant, shortInstant } from '../../money/time';
import { Card, EmptyState, ErrorState, Mark, SkeletonRows } from '../../parts/basics';
import { type Column, Table } from '../../parts/table';

function StateMark({ source }: { source: Source }) {
  switch (source.state) {
    case 'ok':
      return <Mark kind="ok">Up to date</Mark>;
    case 'stale':
      return <Mark kind="risk">Late</Mark>;
    case 'failing':
      return <Mark kind="bad">Failing</Mark>;
    case 'waiting':
      return <Mark kind="waiting">Waiting</Mark>;
  }
}

/** What the collector of a source does now, or did last. */
function Collecting({ collect }: { collect: NonNullable<Source['collect']> }) {
  const { loading, waiting, waitingTotal, last } = collect;
  if (loading) {
    const copied = loading.bytesDone >= loading.bytesTotal;
    return <span>{copied ? 'Loading' : `Copying ${Math.floor((loading.bytesDone / loading.bytesTotal) * 100)} % of`} {loading.set}</span>;
  }
  return (
    <div>
      {waiting.slice(0, 3).map((w) => <div key={w.set}><strong style={{ fontWeight: 500 }}>{w.set}</strong> waits: {w.reason}</div>)}
      {waitingTotal > 3 ? <div className="muted">{count(waitingTotal - 3)} more wait</div> : null}
      {waitingTotal === 0 && last ? <div>{last.set}: {last.outcome}, {last.detail}</div> : null}
      <div className="muted" title={instant(collect.lastLookAt)}>{collect.place}, {collect.lastLookAt ? `looked ${shortInstant(collect.lastLookAt)}` : 'not looked yet'}</div>
    </div>
  );
}

const COLUMNS: Column<Source>[] = [
  { key: 'name', head: 'Source', value: (s) => s.name, cell: (s) => <strong style={{ fontWeight: 500 }}>{s.name}</strong> },
  { key: 'kind', head: 'Kind', value: (s) => s.kind },
  { key: 'state', head: 'State', value: (s) => s.state, cell: (s) => <StateMark source={s} /> },
  { key: 'received', head: 'Last received, UTC', value: (s) => s.lastReceivedAt, cell: (s) => <span title={instant(s.lastReceivedAt)}>{shortInstant(s.lastReceivedAt)}</span> },
  { key: 'published', head: 'Last published, UTC', value: (s) => s.lastPublishedAt, cell: (s) => <span title={instant(s.lastPublishedAt)}>{shortInstant(s.lastPublishedAt)}</span> },
  { key: 'deliveries', head: 'Deliveries', number: true, value: (s) => s.deliveries, cell: (s) => count(s.deliveries) },
  { key: 'accepted', head: 'Rows accepted', number: true, value: (s) => s.rowsAccepted, cell: (s) => count(s.rowsAccepted) },
  { key: 'rejected', head: 'Rows rejected', number: true, value: (s) => s.rowsRejected, cell: (s) => count(s.rowsRejected) },
  { key: 'targets', head: 'Targets up', number: true, value: (s) => (s.targets && s.targets.up + s.targets.down > 0 ? s.targets.up : undefined), cell: (s) => (s.targets && s.targets.up + s.targets.down > 0 ? `${s.targets.up} of ${s.targets.up + s.targets.down}` : <span title="Nothing is scraped for this source">{MISSING}</span>) },
  { key: 'collect', head: 'Collected from', wide: true, value: (s) => s.collect?.place, cell: (s) => (s.collect ? <Collecting collect={s.collect} /> : <span className="muted">imported</span>) },
  { key: 'error', head: 'Last error', wide: true, value: (s) => s.error, cell: (s) => s.error ?? <span className="muted">none</span> },
];

export function SourcesPart({ sources }: { sources: ReturnType<typeof useSources> }) {
  return (
    <Card title="Sources" sub="configured origins of bills and telemetry">
      {sources.isError && !sources.data ? <ErrorState fault={sources.error} retry={() => void sources.refetch()} /> : sources.isPending ? <SkeletonRows /> : (
        <Table label="Sources" rows={sources.data?.rows ?? []} columns={COLUMNS} rowKey={(s) => s.name} sort={{ key: 'name', desc: false }} tools empty={<EmptyState title="No source yet" why="A source appears with its first delivery, or when gpuledger.yaml names it." command="./gpuledger import --source NAME FILE" />} />
      )}
    </Card>
  );
}
