import type { GpuState } from '../../api/usage';
import { GPU_STATES } from '../../api/usage';
import { ratio, sum } from '../../money/decimal';
import { amount, count, hours, MISSING, percent } from '../../money/format';
import { Card, EmptyState, ErrorState, Skeleton, SkeletonRows } from '../../parts/basics';
import { Chart, type ChartModel } from '../../parts/chart';
import { StateBar, StateName, STATE_COLOURS, STATE_WORDS } from '../../parts/states';
import { type Column, Table } from '../../parts/table';
import { useScope } from '../../context';
import { withTerm } from '../../url/filter';
import { setView } from '../../url/state';
import type { Breakdown, FleetSlice } from './model';
import { share } from './model';

const HOUR = 3_600_000_000_000;

/** Where GPU time and GPU money went, by state: the waste is the hatched part. */
export function FleetCard({ fleet, costs, currency, loading, fault, beyond }: { fleet: { slices: FleetSlice[]; total: bigint }; costs: Breakdown | undefined; currency: string; loading: boolean; fault: unknown; beyond: readonly string[] }) {
  const { view } = useScope();
  const money = new Map(costs?.all.map((s) => [s.key, s.total]));
  const gpuMoney = sum(GPU_STATES.map((s) => money.get(s) ?? 0n));
  const rows = fleet.slices.filter((s) => s.nanos > 0n || (money.get(s.state) ?? 0n) !== 0n);
  const columns: Column<FleetSlice>[] = [
    { key: 'state', head: 'State', value: (r) => GPU_STATES.indexOf(r.state), csv: (r) => r.state, cell: (r) => <StateName state={r.state} /> },
    { key: 'hours', head: 'GPU time', unit: 'h', number: true, value: (r) => r.nanos, csv: (r) => hours(r.nanos), cell: (r) => (fleet.total > 0n ? hours(r.nanos) : <Unmeasured />), foot: fleet.total > 0n ? hours(fleet.total) : MISSING },
    { key: 'share', head: 'Share', number: true, wideOnly: true, value: (r) => r.share, cell: (r) => (fleet.total > 0n ? percent(r.share) : <Unmeasured />), foot: fleet.total > 0n ? percent(1) : MISSING },
    { key: 'cost', head: 'Cost', unit: currency, number: true, value: (r) => money.get(r.state), cell: (r) => { const m = money.get(r.state); return m === undefined ? <span title="No GPU charge fell on this state">{MISSING}</span> : amount(m, currency); }, share: (r) => ratio(money.get(r.state) ?? 0n, gpuMoney), foot: GPU_STATES.some((s) => money.has(s)) ? amount(gpuMoney, currency) : MISSING },
  ];
  const words = rows.map((r) => `${STATE_WORDS[r.state]} ${percent(r.share)}`).join(', ');
  return (
    <Card title="Fleet by state" sub="GPU time of the period">
      {fault && fleet.total === 0n ? <ErrorState fault={fault} /> : loading ? <SkeletonRows rows={5} /> : rows.length === 0 && beyond.length > 0 ? <EmptyState title="No GPU time in this scope" why={<Beyond fields={beyond} />} /> : rows.length === 0 ? (
        <EmptyState title="No GPU time yet" why="GPU time comes from dcgm-exporter or nvidia_gpu_exporter. Name their targets in gpuledger.yaml, or replay a saved exposition:" command="./gpuledger replay --cluster NAME FILE" />
      ) : (
        <>
          {fleet.total > 0n
            ? <div style={{ padding: '4px 16px 12px' }}><StateBar parts={rows} label={`GPU time: ${words}`} /></div>
            : <p className="muted small" style={{ padding: '0 16px 8px' }}>{beyond.length > 0 ? <Beyond fields={beyond} /> : 'No GPU time was measured in this period, so what its GPUs did is unobserved. The cost stands here whole.'}</p>}
          <Table label="GPU time and cost by state" rows={rows} columns={columns} rowKey={(r) => r.state} sort={{ key: 'state', desc: false }} dense footLabel="All GPU time" onRow={(r) => setView({ filter: withTerm(view.filter, 'state', r.state), groupBy: 'team', select: '' })} />
        </>
      )}
    </Card>
  );
}

function Unmeasured() {
  return <span title="No GPU time was measured in the period">{MISSING}</span>;
}

/** Why GPU time cannot be shown under a filter that only bills know. */
function Beyond({ fields }: { fields: readonly string[] }) {
  return <>GPU time is not known by {fields.join(', ')}: telemetry names the cluster, node, team, GPU model and state of a GPU. Remove that filter to see it.</>;
}

/** The fleet or the coverage tile as the main chart. */
export function FleetChart({ kind, unit, days, byDay, fault, loading, beyond }: { kind: 'fleet' | 'coverage'; unit: 'day' | 'month'; days: readonly string[]; byDay: Map<GpuState, bigint[]>; fault: unknown; loading: boolean; beyond: readonly string[] }) {
  const total = (i: number) => GPU_STATES.reduce((a, s) => a + byDay.get(s)![i]!, 0n);
  const model: ChartModel = kind === 'fleet' ? fleetModel(unit, days, byDay, total) : coverageModel(unit, days, byDay, total);
  return (
    <Card title={kind === 'fleet' ? `GPU time by ${unit} and state` : `Telemetry coverage by ${unit}`} sub={kind === 'fleet' ? 'GPU hours' : 'share of GPU time with telemetry'}>
      {fault && days.every((_, i) => total(i) === 0n) ? <ErrorState fault={fault} /> : !loading && days.every((_, i) => total(i) === 0n) ? (
        <EmptyState title="No GPU time in this period" why={beyond.length > 0 ? <Beyond fields={beyond} /> : 'No sample of a GPU falls into it. Choose a later period, or let targets be scraped.'} />
      ) : (
        <div className="chart-and-legend" style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <div className="plot">
            {loading ? <div className="chart"><Skeleton height={300} /></div> : <Chart model={model} />}
            {kind === 'fleet' ? <div className="key">{GPU_STATES.map((s) => <StateName key={s} state={s} />)}</div> : null}
          </div>
        </div>
      )}
    </Card>
  );
}

function fleetModel(unit: 'day' | 'month', days: readonly string[], byDay: Map<GpuState, bigint[]>, total: (i: number) => bigint): ChartModel {
  return {
    label: 'GPU hours by day, stacked by state. The table Fleet by state gives the sums.',
    days,
    unit,
    series: GPU_STATES.map((s) => ({ key: s, name: STATE_WORDS[s], colour: STATE_COLOURS[s], state: s, solid: byDay.get(s)!.map((n) => Number(n) / HOUR) })),
    axis: (v) => count(v),
    axisName: 'h',
    hover: (i) => GPU_STATES.map((s) => ({ name: STATE_WORDS[s], colour: STATE_COLOURS[s], state: s, value: `${hours(byDay.get(s)![i]!)} h`, extra: percent(share(byDay.get(s)![i]!, total(i))) })),
    hoverTotal: (i) => `${hours(total(i))} h`,
    onBrush: (start, end) => setView({ period: `${start}..${end}` }),
  };
}

function coverageModel(unit: 'day' | 'month', days: readonly string[], byDay: Map<GpuState, bigint[]>, total: (i: number) => bigint): ChartModel {
  const covered = (i: number) => (total(i) === 0n ? Number.NaN : 1 - share(byDay.get('unobserved')![i]!, total(i)));
  return {
    label: 'Telemetry coverage by day: the share of GPU time that is observed.',
    days,
    unit,
    lines: true,
    series: [{ key: 'coverage', name: 'Telemetry coverage', colour: 'var(--accent)', solid: days.map((_, i) => covered(i)) }],
    axis: (v) => percent(v, 0),
    axisName: '',
    hover: (i) => [
      { name: 'Telemetry coverage', colour: 'var(--accent)', value: percent(covered(i)) },
      { name: 'Unobserved', colour: 'var(--edge)', state: 'unobserved', value: `${hours(byDay.get('unobserved')![i]!)} h` },
    ],
  };
}
