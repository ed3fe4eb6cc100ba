import { useState } from 'react';
import { type DataMovedRow, type DataMovement, useDataMovement } from '../../api/data-movement';
import { useScope } from '../../context';
import { parse, parseOptional } from '../../money/decimal';
import { amount, count, exact, group, MISSING } from '../../money/format';
import { Card, EmptyState, ErrorState, Mark, Segmented, SkeletonRows } from '../../parts/basics';
import { teamName } from '../../parts/owner';
import { type Column, Table } from '../../parts/table';
import { METRIC_WORDS } from '../../url/state';

const GROUPS = [['team', 'Team'], ['provider', 'Provider'], ['region', 'Regions']] as const;
type Group = (typeof GROUPS)[number][0];

/** What a gigabyte moved cost, and what of the money moved none that a bill counts. */
export function DataMovementCard() {
  const { view, period, asOf } = useScope();
  const [by, setBy] = useState<Group>('team');
  const [unit, setUnit] = useState<'GB' | 'GiB'>('GB');
  const moved = useDataMovement({ start: period.start, end: period.end, ...(by === 'region' ? { regions: 'true' as const } : { groupBy: by }), metric: view.metric, filter: view.filter, limit: 100, ...(asOf ? { asOf } : {}) });
  const [of, per] = unit === 'GB' ? (['gb', 'perGb'] as const) : (['gib', 'perGib'] as const);
  const columns: Column<DataMovedRow>[] = [
    { key: 'group', head: by === 'region' ? 'From, to' : GROUPS.find(([key]) => key === by)![1], value: nameOf, cell: (r) => <span className="text clip" style={{ maxWidth: 260 }} title={nameOf(r)}>{nameOf(r)}</span> },
    { key: 'moved', head: 'Moved', unit, number: true, value: (r) => parse(r[of]), csv: (r) => r[of], cell: (r) => <span title={`${r.gb} GB, ${r.gib} GiB`}>{group(r[of])}</span> },
    { key: 'amount', head: 'Cost', number: true, wideOnly: true, value: (r) => parse(r.amount), csv: (r) => r.amount, cell: (r) => <span title={`${exact(r.amount)} ${r.currency}`}>{amount(parse(r.amount), r.currency)} <span className="unit">{r.currency}</span></span> },
    { key: 'per', head: `Per ${unit}`, number: true, value: (r) => parseOptional(r[per]), csv: (r) => r[per] ?? '', cell: (r) => { const price = r[per]; return price === null ? <span className="muted" title={r.linesWithout > 0 ? 'Not all of its charges carry this cost' : 'The bill counts no data'}>{MISSING}</span> : <span title={`${price} ${r.currency} per ${unit}`}>{price} <span className="unit">{r.currency}</span></span>; } },
    { key: 'uncounted', head: 'Counts no data', number: true, wideOnly: true, hidden: (moved.data?.rows ?? []).every((r) => parse(r.uncounted) === 0n), value: (r) => parse(r.uncounted), csv: (r) => r.uncounted, cell: (r) => <span title={`${exact(r.uncounted)} ${r.currency}`}>{amount(parse(r.uncounted), r.currency)} <span className="unit">{r.currency}</span></span> },
  ];
  return (
    <Card title="Data movement" sub={`${period.label} · ${METRIC_WORDS[view.metric].name}`} actions={<><Segmented label="By" value={by} options={GROUPS} onChange={setBy} /><Segmented label="Unit" value={unit} options={[['GB', 'GB'], ['GiB', 'GiB']]} onChange={setUnit} /></>}>
      {moved.isError && !moved.data ? <ErrorState fault={moved.error} retry={() => void moved.refetch()} inline /> : moved.isPending ? <SkeletonRows rows={4} /> : (
        <Table label="Data movement" rows={moved.data.rows} columns={columns} rowKey={(r) => `${JSON.stringify(r.group)}${r.currency}`} sort={{ key: 'amount', desc: true }} tools dense empty={<EmptyState title="Nothing was paid for moving data" why="Charges that FOCUS calls Networking give the money, their consumed quantity the data." />} />
      )}
      <UnknownUnits of={moved.data?.unknownUnits ?? []} />
      <div className="note">Amounts stay in their billing currency. 1 GB is 10^9 bytes, 1 GiB is 2^30; each as its bill counts it.</div>
    </Card>
  );
}

function UnknownUnits({ of }: { of: DataMovement['unknownUnits'] }) {
  if (of.length === 0) return null;
  return (
    <div className="note">
      <Mark kind="risk">{`In no price, for its unit is no amount of data: ${of.slice(0, 4).map((u) => `${amount(parse(u.amount), u.currency)} ${u.currency} in ${u.unit ?? 'no unit'} (${count(u.charges)} ${u.charges === 1 ? 'charge' : 'charges'})`).join(', ')}${of.length > 4 ? ` and ${of.length - 4} more` : ''}`}</Mark>
    </div>
  );
}

export function nameOf(row: DataMovedRow): string {
  const { fromRegion, toRegion, team, provider } = row.group;
  if (fromRegion !== undefined) return `${known(fromRegion)} → ${known(toRegion)}`;
  return team === undefined ? known(provider) : team === '-' ? 'Not known' : teamName(team);
}

function known(value: string | undefined): string {
  return !value || value === '-' ? 'not known' : value;
}
