import type { Commitment, MakeUp, MakeUpPart } from '../api/types';
import { parseOptional } from '../money/decimal';
import { amountText, exact, MISSING } from '../money/format';
import { month } from '../money/time';
import { Card, Mark } from '../parts/basics';
import { type Column, Table } from '../parts/table';

interface Line {
  row: Commitment;
  of: MakeUp;
}

const parts = [
  { key: 'opening', head: 'Opening', wideOnly: true, pick: (of: MakeUp) => of.opening },
  { key: 'gained', head: 'Gained', wideOnly: true, pick: (of: MakeUp) => of.gained },
  { key: 'used', head: 'Made up', wideOnly: true, pick: (of: MakeUp) => of.used },
  { key: 'expired', head: 'Expired', wideOnly: true, pick: (of: MakeUp) => of.expired },
  { key: 'closing', head: 'Left', wideOnly: false, pick: (of: MakeUp) => of.closing },
] as const;

/** What was paid for and not taken, and may be taken later. */
export function MakeUpRights({ rows }: { rows: readonly Commitment[] }) {
  const lines = rows.flatMap((row): Line[] => (row.makeUp ? [{ row, of: row.makeUp }] : []));
  if (lines.length === 0) return null;
  const columns: Column<Line>[] = [
    { key: 'commitment', head: 'Commitment', value: (l) => l.row.commitment, cell: (l) => <Name {...l} /> },
    ...parts.map(
      (p): Column<Line> => ({
        key: p.key, head: p.head, number: true, wideOnly: p.wideOnly,
        value: (l) => parseOptional(p.pick(l.of).quantity),
        csv: (l) => `${p.pick(l.of).quantity} ${l.of.unit ?? ''}, ${p.pick(l.of).cost} ${l.row.currency}`,
        cell: (l) => <Part part={p.pick(l.of)} currency={l.row.currency} why={p.key === 'expired' ? l.of.lapse : null} />,
      }),
    ),
    { key: 'due', head: 'Due for it', number: true, wideOnly: true, value: (l) => parseOptional(l.of.due), csv: (l) => l.of.due, cell: (l) => <Due {...l} /> },
    { key: 'nextExpiry', head: 'Next expiry', wideOnly: true, value: (l) => l.of.nextExpiry, cell: (l) => (l.of.nextExpiry ? <>end of {month(l.of.nextExpiry)}</> : <span className="muted">{MISSING}</span>) },
  ];
  return (
    <Card title="Make-up rights" sub="paid for, not taken, and to be taken later above a month's minimum">
      <Table label="Make-up rights" rows={lines} columns={columns} rowKey={(l) => `${l.row.provider}\u0000${l.row.commitment}`} tools />
    </Card>
  );
}

function Name({ row, of }: Line) {
  return (
    <span className="commitment-name">
      <span className="text">{row.commitment}</span>
      <span className="muted small">{row.provider}{of.unit ? ` · ${of.unit}` : ''}</span>
      <span className="muted small">{of.booked === 'prepaid' ? 'paid ahead until made up or expired' : 'expense of the month that was short'}</span>
    </span>
  );
}

/** A quantity, and under it what was paid for it. */
function Part({ part, currency, why }: { part: MakeUpPart; currency: string; why: string | null }) {
  if ((parseOptional(part.quantity) ?? 0n) === 0n) return <span className="muted">{MISSING}</span>;
  return (
    <span className="commitment-name" style={{ alignItems: 'flex-end' }}>
      <span>{exact(part.quantity)}</span>
      <span className="muted small" title={`${exact(part.cost)} ${currency}`}>{amountText(part.cost, currency)} {currency}</span>
      {why ? <span className="small"><Mark kind="bad">{why}</Mark></span> : null}
    </span>
  );
}

function Due({ row, of }: Line) {
  if ((parseOptional(of.due) ?? 0n) === 0n) return <span className="muted" title="What was made up was paid for already">{MISSING}</span>;
  return <span title={`${exact(of.due)} ${row.currency}`}>{amountText(of.due, row.currency)} {row.currency}</span>;
}
