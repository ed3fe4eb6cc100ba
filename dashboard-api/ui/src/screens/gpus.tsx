import { useMemo, useState } from 'react';
import { useGpus, useTimeline } from '../api/queries';
import { GPU_STATES, type Gpu, type GpuState } from '../api/usage';
import { useScope } from '../context';
import { age, bytes, count, group, MISSING, percent } from '../money/format';
import { instant, shortInstant } from '../money/time';
import { Card, CopyButton, EmptyState, ErrorState, PageHead, Select, SkeletonRows } from '../parts/basics';
import { Icon } from '../parts/icon';
import { StateBar, StateName, StateRect, STATE_WORDS } from '../parts/states';
import { type Column, Table } from '../parts/table';
import { unknownToTelemetry } from '../url/filter';
import { keyName, setView } from '../url/state';

const ROWS = 2_000;

function figure(value: number | null | undefined, digits = 0): string {
  return value === null || value === undefined ? MISSING : group(value.toFixed(digits));
}

/** What is the same of every GPU stands in the lede; its column can be chosen. */
const columnsOf = (clusters: number, models: number): Column<Gpu>[] => [
  { key: 'node', head: 'Node', value: (g) => g.node, cell: (g) => <span className="text">{g.node}</span> },
  { key: 'gpu', head: 'GPU', wideOnly: true, value: (g) => g.uuid, cell: (g) => <span className="mono clip" title={g.uuid} style={{ maxWidth: 130 }}>{shortUuid(g.uuid)}{g.migProfile ? ` ${g.migProfile}` : ''}</span> },
  { key: 'state', head: 'State', value: (g) => GPU_STATES.indexOf(g.state), csv: (g) => g.state, cell: (g) => <StateName state={g.state} /> },
  { key: 'holder', head: 'Holder', value: (g) => g.holders.join(' '), cell: (g) => g.holders.length === 0 ? <span className="muted">nobody</span> : <span className="clip" style={{ maxWidth: 210 }} title={g.holders.join('\n')}>{g.holders[0]!.replace(/^pod:/, '')}{g.holders.length > 1 ? ` and ${g.holders.length - 1} more` : ''}</span> },
  { key: 'team', head: 'Team', value: (g) => g.team, cell: (g) => hasOwner(g) ? g.team : <span className="muted">No owner</span> },
  { key: 'busy', head: 'Busy', unit: '%', number: true, value: (g) => g.busyRatio, cell: (g) => ratioText(g.busyRatio), share: (g) => g.busyRatio ?? 0 },
  { key: 'sm', head: 'SM active', unit: '%', number: true, value: (g) => g.smActiveRatio, cell: (g) => ratioText(g.smActiveRatio) },
  { key: 'tensor', head: 'Tensor', unit: '%', number: true, hidden: true, value: (g) => g.tensorActiveRatio, cell: (g) => ratioText(g.tensorActiveRatio) },
  { key: 'memory', head: 'Memory', unit: 'GiB', number: true, value: (g) => g.memoryUsedBytes, cell: (g) => <span title={`of ${bytes(g.memoryTotalBytes)} GiB`}>{bytes(g.memoryUsedBytes)}</span> },
  { key: 'power', head: 'Power', unit: 'W', number: true, hidden: true, value: (g) => g.powerWatts, cell: (g) => figure(g.powerWatts) },
  { key: 'temperature', head: 'Heat', unit: '°C', number: true, hidden: true, value: (g) => g.temperatureCelsius, cell: (g) => figure(g.temperatureCelsius) },
  { key: 'model', head: 'Model', wideOnly: true, hidden: models < 2, value: (g) => g.model, cell: (g) => <span title={g.model ?? undefined}>{g.model?.replace(/^NVIDIA /, '') ?? MISSING}</span> },
  { key: 'cluster', head: 'Cluster', hidden: clusters < 2, value: (g) => g.cluster },
  { key: 'sample', head: 'Sample', number: true, value: (g) => g.sampleAt, cell: (g) => <span title={instant(g.sampleAt)}>{g.sampleAt ? `${age((Date.now() - Date.parse(g.sampleAt)) / 1000)}` : MISSING}</span> },
];

function ratioText(value: number | null | undefined): string {
  return value === null || value === undefined ? MISSING : group((value * 100).toFixed(0));
}

function shortUuid(uuid: string): string {
  return uuid.length > 16 ? `${uuid.slice(0, 8)}…${uuid.slice(-5)}` : uuid;
}

function hasOwner(gpu: Gpu): boolean {
  return Boolean(gpu.team) && gpu.team !== '-' && gpu.team !== 'unattributed';
}

function ledeOf(clusters: number, total: number, isCapped: boolean, models: readonly string[]): string {
  if (total === 0) return 'At their latest sample';
  return `${count(total)} GPUs and slices at their latest sample${isCapped ? '' : `, in ${count(clusters)} ${clusters === 1 ? 'cluster' : 'clusters'}${models.length === 1 && models[0] ? `, all ${models[0]}` : ''}`}`;
}

/** Every GPU at its latest sample: what it does, who holds it. */
export function GpusScreen() {
  const { view } = useScope();
  const beyond = unknownToTelemetry(view.filter).map(keyName);
  const gpus = useGpus({ filter: view.filter, limit: ROWS, offset: 0 }, beyond.length === 0);
  const [text, setText] = useState('');
  const [state, setState] = useState('');
  const rows = useMemo(() => {
    const words = text.toLowerCase();
    return (gpus.data?.rows ?? []).filter((g) => (state === '' || g.state === state) && (words === '' || [g.node, g.uuid, g.model, g.team, g.cluster, ...g.holders].some((v) => v?.toLowerCase().includes(words))));
  }, [gpus.data, state, text]);
  const all = gpus.data?.rows ?? [];
  const counts = GPU_STATES.map((s) => ({ state: s, n: all.filter((g) => g.state === s).length })).filter((c) => c.n > 0);
  const chosen = all.find((g) => g.id === view.select);
  const total = gpus.data?.totalRows ?? 0;
  const isCapped = total > all.length;
  const clusters = new Set(all.map((g) => g.cluster)).size;
  const models = [...new Set(all.map((g) => g.model ?? ''))];
  const columns = useMemo(() => columnsOf(clusters, models.length), [clusters, models.length]);
  return (
    <>
      <PageHead title="GPUs" lede={ledeOf(clusters, total, isCapped, models)} />
      {gpus.isError && !gpus.data ? <div className="card"><ErrorState fault={gpus.error} retry={() => void gpus.refetch()} /></div> : null}
      {counts.length > 0 ? (
        <Card title="Now" sub={isCapped ? `the first ${count(all.length)} of ${count(total)} GPUs, by state` : 'GPUs by state'}>
          <div style={{ padding: '0 16px 14px', display: 'grid', gap: 10 }}>
            <StateBar parts={counts.map((c) => ({ state: c.state, share: c.n / all.length }))} label={`GPUs now: ${counts.map((c) => `${c.n} ${STATE_WORDS[c.state]}`).join(', ')}`} height={20} />
            <div className="plot"><div className="key" style={{ padding: 0 }}>{counts.map((c) => <span key={c.state}><StateName state={c.state} /> <strong style={{ color: 'var(--text)' }}>{count(c.n)}</strong></span>)}</div></div>
          </div>
        </Card>
      ) : null}
      {chosen ? <GpuDetail gpu={chosen} /> : null}
      <Card
        title="All GPUs"
        sub={rows.length === all.length ? (isCapped ? `first ${count(all.length)} of ${count(total)}` : count(total)) : `${count(rows.length)} of ${isCapped ? `the first ${count(all.length)}; ${count(total)} in all` : count(all.length)}`}
        note={isCapped ? `The first ${count(all.length)} of ${count(total)} GPUs are read, by cluster and node. The figures above, the search and the order of this table see only these: narrow by a filter on cluster, node, team, GPU model or state to reach the others.` : undefined}
        actions={
          <>
            <input className="input" style={{ width: 220 }} type="search" placeholder="Node, holder, team, model" aria-label="Find among the GPUs" value={text} onChange={(e) => setText(e.target.value)} />
            <Select label="State" value={state} options={[['', 'Any state'], ...GPU_STATES.map((s) => [s, STATE_WORDS[s]] as const)]} onChange={setState} />
          </>
        }
      >
        {beyond.length > 0 ? (
          <EmptyState title="GPUs are not known by this scope" why={`Telemetry names the cluster, node, team, GPU model and state of a GPU, not its ${beyond.join(', ')}. Remove that filter to see the GPUs.`} action={<button type="button" className="button small" onClick={() => setView({ filter: '' })}>Remove the filter</button>} />
        ) : gpus.isPending ? <SkeletonRows rows={10} /> : (
          <Table
            label="GPUs"
            rows={rows}
            columns={columns}
            rowKey={(g) => g.id}
            sort={{ key: 'node', desc: false }}
            onRow={(g) => setView({ select: view.select === g.id ? '' : g.id })}
            selected={view.select}
            tools
            dense
            bounded
            empty={all.length === 0 && view.filter ? <EmptyState title="No GPU matches the filter" why="Remove a tag above. GPUs without a sample for 15 minutes are not listed." /> : all.length === 0
              ? <EmptyState title="No GPU has reported yet" why="GPUs appear a few seconds after the first sample of dcgm-exporter or nvidia_gpu_exporter, and leave 15 minutes after their last. Name the targets in gpuledger.yaml, or replay a saved exposition:" command="./gpuledger replay --cluster NAME FILE" />
              : <EmptyState title="No GPU matches" why="Change the text or the state above." />}
          />
        )}
      </Card>
    </>
  );
}

const DAY = 86_400_000;

function GpuDetail({ gpu }: { gpu: Gpu }) {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const [range] = useState(() => ({ start: new Date(minute - DAY).toISOString(), end: new Date(minute).toISOString() }));
  const timeline = useTimeline(gpu.id, range.start, range.end);
  const from = Date.parse(range.start);
  const rows = timeline.data?.rows ?? [];
  const facts: [string, string][] = [
    ['Cluster', gpu.cluster],
    ['Model', gpu.model ?? MISSING],
    ['Team', hasOwner(gpu) ? gpu.team! : 'No owner'],
    ['Holder', gpu.holders.join(', ') || 'nobody'],
    ['Busy', percent(gpu.busyRatio, 0)],
    ['SM active', percent(gpu.smActiveRatio, 0)],
    ['Tensor active', percent(gpu.tensorActiveRatio, 0)],
    ['Memory', `${bytes(gpu.memoryUsedBytes)} of ${bytes(gpu.memoryTotalBytes)} GiB`],
    ['Power', `${figure(gpu.powerWatts)} W`],
    ['Sample', instant(gpu.sampleAt)],
  ];
  return (
    <Card title={gpu.node} sub={<span className="mono">{gpu.uuid}{gpu.gpuInstance ? `/${gpu.gpuInstance}` : ''}{gpu.migProfile ? ` ${gpu.migProfile}` : ''}</span>} actions={<><CopyButton text={gpu.uuid} label="Copy the UUID" /><button type="button" className="icon-button" aria-label="Close this GPU" onClick={() => setView({ select: '' })}><Icon name="close" size={18} /></button></>}>
      <div className="body" style={{ display: 'grid', gap: 16 }}>
        <dl className="fact-grid">{facts.map(([k, v]) => <div key={k}><dt>{k}</dt><dd>{v}</dd></div>)}</dl>
        <div>
          <h3 style={{ marginBottom: 8 }}>Last 24 hours</h3>
          {timeline.isError ? <ErrorState fault={timeline.error} inline /> : rows.length === 0 && !timeline.isPending ? <p className="muted small">Nothing was measured in the last 24 hours.</p> : (
            <>
              <svg className="timeline" viewBox="0 0 1440 28" preserveAspectRatio="none" role="img" aria-label={`States over the last 24 hours: ${wordsOf(rows.map((r) => r.state))}`}>
                {rows.map((r) => {
                  const x = Math.max(0, ((Date.parse(r.start) - from) / DAY) * 1440);
                  const end = Math.min(1440, ((Date.parse(r.end) - from) / DAY) * 1440);
                  return <g key={r.start}><title>{`${STATE_WORDS[r.state]} ${shortInstant(r.start)} to ${shortInstant(r.end)}${r.holders.length ? `, ${r.holders.join(', ')}` : ''}`}</title><StateRect state={r.state} x={x} width={Math.max(end - x - 1, 0.5)} height={28} /></g>;
                })}
              </svg>
              <div className="muted small" style={{ display: 'flex', justifyContent: 'space-between', marginTop: 4 }}><span>{shortInstant(range.start)}</span><span>{shortInstant(range.end)} UTC</span></div>
            </>
          )}
        </div>
      </div>
    </Card>
  );
}

function wordsOf(states: readonly GpuState[]): string {
  return [...new Set(states)].map((s) => STATE_WORDS[s]).join(', ') || 'none';
}
