import type { CloseDetail, Correction, Corrections, FigureChange } from '../../api/close';
import { parse, parseOptional, print } from '../../money/decimal';
import { amount, amountText, count, exact, MISSING } from '../../money/format';
import { instant } from '../../money/time';
import { Card, EmptyState, Mark } from '../../parts/basics';
import { type Column, Table } from '../../parts/table';
import { teamName } from '../../parts/owner';
import { figureKey, metricWord } from './words';

function Money({ text, currency }: { text: string | null; currency: string }) {
  if (text === null) return <span title="The bill states none">{MISSING}</span>;
  const shown = amount(parse(text), currency);
  return <span title={`${exact(text)} ${currency}`}>{parse(text) !== 0n && shown === '0' ? exact(text) : shown}</span>;
}

interface Total {
  currency: string;
  metric: 'billed' | 'effective';
  signed: string | null;
  now: string | null;
}

/** Signed beside now, by currency and cost; exact to the last digit under the pointer. */
export function totalsOf(close: CloseDetail): Total[] {
  const currencies = [...new Set([...(close.signed?.totals ?? []), ...close.figures.totals].map((t) => t.currency))].sort();
  return currencies.flatMap((currency) =>
    (['billed', 'effective'] as const).map((metric) => ({
      currency,
      metric,
      signed: close.signed?.totals.find((t) => t.currency === currency)?.[metric] ?? null,
      now: close.figures.totals.find((t) => t.currency === currency)?.[metric] ?? null,
    })),
  );
}

/** What has to be added to the signed figure; nothing where one of both is not known. */
export function deltaOf(total: Pick<Total, 'signed' | 'now'>): string | null {
  const signed = parseOptional(total.signed);
  const now = parseOptional(total.now);
  return signed === undefined || now === undefined ? null : print(now - signed);
}

export function FiguresCard({ close }: { close: CloseDetail }) {
  const rows = totalsOf(close);
  const columns: Column<Total>[] = [
    { key: 'metric', head: 'Cost', value: (t) => metricWord(t.metric), cell: (t) => metricWord(t.metric) },
    { key: 'currency', head: 'Currency', value: (t) => t.currency, cell: (t) => t.currency },
    ...(close.signed ? [
      { key: 'signed', head: 'Signed', number: true, wideOnly: true, value: (t: Total) => parseOptional(t.signed), csv: (t: Total) => t.signed ?? '', cell: (t: Total) => <Money text={t.signed} currency={t.currency} /> } satisfies Column<Total>,
    ] : []),
    { key: 'now', head: close.signed ? 'Now' : 'Amount', number: true, value: (t) => parseOptional(t.now), csv: (t) => t.now ?? '', cell: (t) => <Money text={t.now} currency={t.currency} /> },
    ...(close.signed ? [
      { key: 'delta', head: 'Difference', number: true, value: (t: Total) => parseOptional(deltaOf(t)), csv: (t: Total) => deltaOf(t) ?? '', cell: (t: Total) => <Money text={deltaOf(t)} currency={t.currency} /> } satisfies Column<Total>,
    ] : []),
  ];
  const unexplained = close.figures.bridge.filter((l) => l.line === 'unexplained');
  return (
    <Card title="Figures" sub={close.signed ? `signed as known on ${instant(close.signed.asOf)}` : `as known on ${instant(close.figures.asOf)}`} note={unexplained.length > 0 ? `Unexplained on the bridge: ${unexplained.map((l) => `${l.amount === null ? 'unknown' : exact(l.amount)} ${l.currency}`).join(', ')}.` : undefined}>
      <Table label="Figures" rows={rows} columns={columns} rowKey={(t) => `${t.currency} ${t.metric}`} tools empty={<EmptyState title="Nothing is billed in this period" why="No charge of a loaded bill falls in these days." command="./gpuledger import --source NAME FILE" />} />
    </Card>
  );
}

const GROUPS = <T extends FigureChange | Correction>(): Column<T>[] => [
  { key: 'team', head: 'Team', value: (r) => teamName(r.team), csv: (r) => r.team, cell: (r) => <span className="text">{teamName(r.team)}</span> },
  { key: 'service', head: 'Service', wideOnly: true, value: (r) => r.service, cell: (r) => r.service },
  { key: 'source', head: 'Source', wideOnly: true, value: (r) => `${r.source} ${r.account}`, cell: (r) => <span>{r.source} <span className="muted">{r.account}</span></span> },
  { key: 'metric', head: 'Cost', value: (r) => metricWord(r.metric), csv: (r) => r.metric, cell: (r) => metricWord(r.metric) },
];

/** What is not as it was signed, with the deliveries that came since. */
export function ChangesCard({ changes }: { changes: NonNullable<CloseDetail['changes']> }) {
  const columns: Column<FigureChange>[] = [
    ...GROUPS<FigureChange>(),
    { key: 'before', head: 'Signed', number: true, wideOnly: true, value: (r) => parseOptional(r.before), csv: (r) => r.before ?? '', cell: (r) => <Money text={r.before} currency={r.currency} /> },
    { key: 'after', head: 'Now', number: true, wideOnly: true, value: (r) => parseOptional(r.after), csv: (r) => r.after ?? '', cell: (r) => <Money text={r.after} currency={r.currency} /> },
    { key: 'delta', head: 'Difference', number: true, value: (r) => parse(r.delta), csv: (r) => r.delta, cell: (r) => <><Money text={r.delta} currency={r.currency} /> <span className="muted">{r.currency}</span></> },
  ];
  return (
    <Card title="Changed since the sign-off" sub={changes.totalRows > 0 ? `${count(changes.totalRows)} figures, the largest change first` : undefined} note={changes.totalRows > changes.rows.length ? `The ${count(changes.rows.length)} largest are shown; the totals above hold all.` : undefined}>
      {changes.deliveries.length > 0 ? (
        <ul className="close-list">
          {changes.deliveries.map((d) => <li key={d.deliveryId}><Mark kind="risk">{d.source} {d.account}</Mark> <span className="muted small">{d.kind === 'retract' ? 'retracted' : 'delivered again'} {instant(d.recordedAt)} · {d.deliveryId.slice(0, 12)}</span></li>)}
        </ul>
      ) : null}
      {changes.rates && changes.rates.length > 0 ? (
        <ul className="close-list" aria-label="Exchange rates changed since">
          {changes.rates.map((r) => <li key={r.words}><Mark kind="risk">Exchange rate</Mark> <span className="muted small">{r.words}; the period keeps the locked one</span></li>)}
        </ul>
      ) : null}
      <Table label="Changed since the sign-off" rows={changes.rows} columns={columns} rowKey={figureKey} tools bounded dense empty={<EmptyState title="Nothing changed" why="Every figure is as it was signed, to the last digit." />} />
    </Card>
  );
}

/** The exact delta of rewritten closed periods, booked where the books are open. */
export function CorrectionsCard({ title, corrections }: { title: string; corrections: Corrections }) {
  if (corrections.totalRows === 0) return null;
  const columns: Column<Correction>[] = [
    ...GROUPS<Correction>(),
    { key: 'corrects', head: 'Corrects', wideOnly: true, value: (r) => r.corrects, cell: (r) => r.corrects },
    { key: 'booked', head: 'Booked in', wideOnly: true, value: (r) => r.bookedIn, cell: (r) => <>{r.bookedIn}{r.pending ? <span className="muted"> when it is signed</span> : null}</> },
    { key: 'amount', head: 'Amount', number: true, value: (r) => parse(r.amount), csv: (r) => r.amount, cell: (r) => <><Money text={r.amount} currency={r.currency} /> <span className="muted">{r.currency}</span></> },
  ];
  return (
    <Card title={title} sub={corrections.totals.map((t) => `${metricWord(t.metric)} ${amountText(t.amount, t.currency)} ${t.currency}`).join(', ')}>
      <Table label={title} rows={corrections.rows} columns={columns} rowKey={(r) => r.id} tools bounded dense />
    </Card>
  );
}

/** Why the period cost something else than the one before, in three lines that sum to the change. */
export function WhyCard({ why }: { why: NonNullable<CloseDetail['whyChanged']> }) {
  return (
    <Card title="Why it changed" sub={`invoiced, against ${why.before}`}>
      {why.rows.map((r) => (
        <dl className="why" key={r.currency} aria-label={`Change in ${r.currency}`}>
          <dt>{why.before}</dt><dd><Money text={r.before} currency={r.currency} /></dd>
          {r.lines.map((l) => [<dt key={l.line}>{l.words}</dt>, <dd key={`${l.line} amount`}><Money text={l.amount} currency={r.currency} /></dd>])}
          <dt className="result">This period, {r.currency}</dt><dd className="result"><Money text={r.after} currency={r.currency} /></dd>
        </dl>
      ))}
    </Card>
  );
}
