import { useState } from 'react';
import { useUnitCosts } from '../../api/queries';
import type { UnitCost } from '../../api/usage';
import { useScope } from '../../context';
import { parse, parseOptional } from '../../money/decimal';
import { amount, hoursOf, MISSING } from '../../money/format';
import { Card, EmptyState, ErrorState, Segmented, SkeletonRows } from '../../parts/basics';
import { teamName } from '../../parts/owner';
import { type Column, Table } from '../../parts/table';
import { METRIC_WORDS } from '../../url/state';

const GROUPS = [['deviceModel', 'Model'], ['team', 'Team'], ['cluster', 'Cluster']] as const;
type Group = (typeof GROUPS)[number][0];

/** What an hour of a GPU cost: all money over the hours paid, held, busy and productive. */
export function GpuHourCost() {
  const { view, period, asOf } = useScope();
  const [by, setBy] = useState<Group>('deviceModel');
  const costs = useUnitCosts({ start: period.start, end: period.end, groupBy: by, metric: view.metric, filter: view.filter, limit: 100, ...(asOf ? { asOf } : {}), ...(view.into ? { currency: view.into } : {}) });
  const name = GROUPS.find(([key]) => key === by)![1];
  const price = (kind: keyof UnitCost['perGpuHour'], head: string, hint: string): Column<UnitCost> => ({
    key: kind,
    head,
    number: true,
    wideOnly: kind === 'allocated' || kind === 'busy',
    value: (r) => parseOptional(r.perGpuHour[kind]),
    csv: (r) => r.perGpuHour[kind] ?? '',
    cell: (r) => { const of = r.perGpuHour[kind]; return of === null ? <span className="muted" title={r.linesWithout > 0 ? 'Not all of its charges carry this cost' : `No ${hint} hours`}>{MISSING}</span> : <span title={`${r.gpuHours[kind]} ${hint} GPU-hours`}>{amount(parse(of), r.currency)}</span>; },
  });
  const rows = costs.data?.rows ?? [];
  const columns: Column<UnitCost>[] = [
    { key: 'group', head: name, value: (r) => r.group[by], cell: (r) => <span className="text clip" style={{ maxWidth: 240 }} title={r.group[by]}>{wordOf(r.group[by])}</span> },
    { key: 'currency', head: 'Currency', wideOnly: true, value: (r) => r.currency },
    price('paid', 'Per hour paid', 'paid'),
    price('allocated', 'Per hour held', 'held'),
    price('busy', 'Per hour busy', 'busy'),
    price('productive', 'Per hour productive', 'productive'),
    { key: 'hours', head: 'GPU time paid', unit: 'h', number: true, wideOnly: true, value: (r) => parseOptional(r.gpuHours.paid), cell: (r) => hoursOf(parse(r.gpuHours.paid)) },
  ];
  return (
    <Card title="Cost of a GPU-hour" sub={`${period.label} · ${METRIC_WORDS[view.metric].name}`} actions={<Segmented label="By" value={by} options={GROUPS} onChange={setBy} />}>
      {costs.isError && !costs.data ? <ErrorState fault={costs.error} retry={() => void costs.refetch()} inline /> : costs.isPending ? <SkeletonRows rows={4} /> : (
        <Table label="Cost of a GPU-hour" rows={rows} columns={columns} rowKey={(r) => `${r.group[by]}\u0000${r.currency}`} sort={{ key: 'hours', desc: true }} tools dense empty={<EmptyState title="No GPU was paid for in this period" why="Charges of accelerators give the money, telemetry gives the hours held, busy and productive." />} />
      )}
      <div className="note">All money of GPUs stands over each kind of hour, so what nobody uses makes the productive hour dear.</div>
    </Card>
  );
}

function wordOf(value: string | undefined): string {
  if (!value || value === '-') return 'Not known';
  return teamName(value);
}
