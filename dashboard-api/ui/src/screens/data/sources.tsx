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

type Collect = NonNullable<Source['collect']>;

/** What the collector of a source does now, or did last. */
function doing({ loading, waitingTotal, last }: Collect): string {
  if (loading) return loading.bytesDone >= loading.bytesTotal ? `loading ${loading.set}` : `copying ${loading.set}, ${Math.floor((loading.bytesDone / loading.bytesTotal) * 100)} %`;
  if (waitingTotal > 0) return `${count(waitingTotal)} ${waitingTotal === 1 ? 'set waits' : 'sets wait'}`;
  return last ? `${last.set}: ${last.outcome}, ${last.detail}` : 'nothing taken yet';
}

/** Where bills are collected from, and why what waits does. */
function Collectors({ of }: { of: readonly Source[] }) {
  const collecting = of.flatMap((s) => (s.collect ? [{ name: s.name, collect: s.collect }] : []));
  if (collecting.length === 0) return null;
  return (
    <Card title="Collected" sub="places that bills are fetched from">
      {collecting.map(({ name, collect }) => (
        <div className="note" key={name}>
          <div><strong style={{ fontWeight: 500 }}>{name}</strong> from {collect.place} · {doing(collect)} · <span className="muted" title={instant(collect.lastLookAt)}>{collect.lastLookAt ? `looked ${shortInstant(collect.lastLookAt)}` : 'not looked yet'}</span></div>
          {collect.waiting.slice(0, 5).map((w) => <div key={w.set} className="small" style={{ overflowWrap: 'anywhere' }}><Mark kind="waiting">{w.set}</Mark> <span className="muted">{w.reason}</span></div>)}
          {collect.waitingTotal > 5 ? <div className="small muted">{count(collect.waitingTotal - 5)} more wait</div> : null}
        </div>
      ))}
    </Card>
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
  { key: 'error', head: 'Last error', wide: true, value: (s) => s.error, cell: (s) => s.error ?? <span className="muted">none</span> },
];

export function SourcesPart({ sources }: { sources: ReturnType<typeof useSources> }) {
  return (
    <>
    <Card title="Sources" sub="configured origins of bills and telemetry">
      {sources.isError && !sources.data ? <ErrorState fault={sources.error} retry={() => void sources.refetch()} /> : sources.isPending ? <SkeletonRows /> : (
        <Table label="Sources" rows={sources.data?.rows ?? []} columns={COLUMNS} rowKey={(s) => s.name} sort={{ key: 'name', desc: false }} tools empty={<EmptyState title="No source yet" why="A source appears with its first delivery, or when gpuledger.yaml names it." command="./gpuledger import --source NAME FILE" />} />
      )}
    </Card>
    <Collectors of={sources.data?.rows ?? []} />
    </>
  );
}
