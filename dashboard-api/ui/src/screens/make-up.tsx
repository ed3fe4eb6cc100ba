import type { ReactNode } from 'react';
import type { Commitment, MakeUp, MakeUpPart } from '../api/commitments';
import { parseOptional } from '../money/decimal';
import { amountText, exact } from '../money/format';
import { shortMonth } from '../money/time';
import { Card, Mark } from '../parts/basics';
import { type Column, Table } from '../parts/table';

interface Line {
  row: Commitment;
  of: MakeUp;
}

interface Part {
  key: string;
  head: string;
  pick: (of: MakeUp) => MakeUpPart;
  /** What else is to be said of it. */
  more?: (line: Line) => ReactNode;
}

const parts: Part[] = [
  { key: 'opening', head: 'Opening', pick: (of) => of.opening },
  { key: 'gained', head: 'Gained', pick: (of) => of.gained },
  { key: 'used', head: 'Made up', pick: (of) => of.used, more: (l) => <Due {...l} /> },
  { key: 'expired', head: 'Expired', pick: (of) => of.expired, more: (l) => (l.of.lapse ? <Mark kind="bad">{l.of.lapse}</Mark> : null) },
  { key: 'closing', head: 'Left', pick: (of) => of.closing, more: (l) => (l.of.nextExpiry ? <span title="The oldest of it can be made up until the end of that month">until {shortMonth(l.of.nextExpiry)}</span> : null) },
];

/** What was paid for and not taken, and may be taken later. */
export function MakeUpRights({ rows }: { rows: readonly Commitment[] }) {
  const lines = rows.flatMap((row): Line[] => (row.makeUp ? [{ row, of: row.makeUp }] : []));
  if (lines.length === 0) return null;
  const columns: Column<Line>[] = [
    { key: 'commitment', head: 'Commitment', value: (l) => l.row.commitment, cell: (l) => <Name {...l} /> },
    ...parts.map(
      (p): Column<Line> => ({
        key: p.key, head: p.head, number: true, wideOnly: p.key !== 'closing',
        value: (l) => parseOptional(p.pick(l.of).quantity),
        csv: (l) => `${p.pick(l.of).quantity} ${l.of.unit ?? ''}, ${p.pick(l.of).cost} ${l.row.currency}`,
        cell: (l) => <Quantity part={p.pick(l.of)} currency={l.row.currency} more={p.more?.(l)} />,
      }),
    ),
    { key: 'due', head: 'Due for what was made up', number: true, wideOnly: true, hidden: true, value: (l) => parseOptional(l.of.due), csv: (l) => l.of.due, cell: (l) => <>{amountText(l.of.due, l.row.currency)}</> },
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
      <span className="muted small">{of.booked === 'prepaid' ? 'booked as prepaid' : 'booked as expense'}</span>
    </span>
  );
}

/** A quantity, and under it what was paid for it. */
function Quantity({ part, currency, more }: { part: MakeUpPart; currency: string; more: ReactNode }) {
  if ((parseOptional(part.quantity) ?? 0n) === 0n) return <span className="muted">0</span>;
  return (
    <span style={{ display: 'inline-grid', justifyItems: 'end', minWidth: 0 }}>
      <span>{exact(part.quantity)}</span>
      <span className="muted small" title={`${exact(part.cost)} ${currency} were paid for it`}>{amountText(part.cost, currency)} {currency}</span>
      {more ? <span className="muted small">{more}</span> : null}
    </span>
  );
}

function Due({ row, of }: Line) {
  if ((parseOptional(of.due) ?? 0n) === 0n) return null;
  return <span title={`${exact(of.due)} ${row.currency} beyond what was paid`}>{amountText(of.due, row.currency)} more due</span>;
}
