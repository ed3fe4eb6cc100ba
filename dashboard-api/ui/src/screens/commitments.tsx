import { useMemo } from 'react';
import { useCommitments } from '../api/queries';
import type { BurnDown, Commitment, Commitments } from '../api/commitments';
import { useScope, useSeesAllTeams } from '../context';
import { closeToTotal } from '../money/apportion';
import { parseOptional, ratio, roundSteps, sum, type Units } from '../money/decimal';
import { amount, amountText, digitsOf, exact, MISSING, percent, steps } from '../money/format';
import { dayRange, dayYear, instant, month } from '../money/time';
import { Card, EmptyState, ErrorState, Mark, PageHead, SkeletonRows } from '../parts/basics';
import { Downloads } from '../parts/downloads';
import { type Column, Table } from '../parts/table';
import { isMonth, monthOf } from '../url/period';
import { MakeUpRights } from './make-up';

/** What was promised to providers, what was used of it in a month, and who bears the rest. */
export function CommitmentsScreen() {
  const { period, asOf } = useScope();
  const seesAll = useSeesAllTeams();
  const of = monthOf(period);
  const result = useCommitments({ period: of, ...(asOf ? { asOf } : {}) }, seesAll);
  const rows = result.data?.rows ?? [];
  const currencies = [...new Set(rows.filter((r) => !r.burnDown).map((r) => r.currency))].sort();
  const burning = rows.filter((r) => r.burnDown);
  return (
    <>
      <PageHead
        title="Commitments"
        lede={`${month(of)} · ${result.data?.snapshot?.asOf ? `as known on ${instant(result.data.snapshot.asOf)}` : 'as known now'}`}
        actions={
          seesAll ? (
            <>
              <Downloads kind="prepaid-rollforward" name={`prepaid-rollforward-${of}`} query={{ period: of, asOf }} words="Prepaid roll-forward" />
              <Downloads kind="commitments" name={`commitments-${of}`} query={{ period: of, asOf }} />
            </>
          ) : undefined
        }
      />
      {isMonth(period) ? null : <p className="muted small">Commitments go by calendar month, so this shows {month(of)}, the last one of the chosen period.</p>}
      {seesAll ? null : <Card title="Commitments"><EmptyState title="Not for one team alone" why="A commitment serves many teams, so its figures are shown to those who see every team." /></Card>}
      {seesAll && result.isError && !result.data ? <div className="card"><ErrorState fault={result.error} retry={() => void result.refetch()} /></div> : null}
      {seesAll && result.isPending ? <Card title="Commitments"><SkeletonRows rows={8} /></Card> : null}
      {result.data && rows.length === 0 ? (
        <Card title="Commitments"><EmptyState title={`No commitment in ${month(of)}`} why="Reservations, savings plans, reserved blocks and prepaid stocks come here from the bills that name them, and from commitments in gpuledger.yaml. Neither names one yet." command="./gpuledger import --source NAME FILE" /></Card>
      ) : null}
      {result.data ? currencies.map((c) => <CurrencyPart key={c} result={result.data} currency={c} several={currencies.length > 1} />) : null}
      <MakeUpRights rows={rows} />
      {burning.length > 0 ? <BurnDowns rows={burning} /> : null}
      {result.data && result.data.waitingDeliveries > 0 ? <p className="muted small">{result.data.waitingDeliveries} deliveries that came or went are still being allocated.</p> : null}
    </>
  );
}

interface Line {
  row: Commitment;
  unused: Units | undefined;
  shown: bigint;
}

function CurrencyPart({ result, currency, several }: { result: Commitments; currency: string; several: boolean }) {
  const digits = digitsOf(currency);
  const { lines, total } = useMemo(() => {
    const rows = result.rows.filter((r) => r.currency === currency && !r.burnDown);
    const unused = rows.map((r) => parseOptional(r.unused));
    const known = unused.map((u) => u ?? 0n);
    const closed = closeToTotal(known, sum(known), digits);
    return { lines: rows.map((row, i): Line => ({ row, unused: unused[i], shown: closed.rows[i]! })), total: sum(known) };
  }, [result, currency, digits]);
  const open = lines.filter((l) => !l.row.configured).length;
  const unknown = lines.filter((l) => l.unused === undefined).length;
  const columns: Column<Line>[] = [
    { key: 'commitment', head: 'Commitment', value: (l) => l.row.commitment, cell: (l) => <Name row={l.row} /> },
    { key: 'term', head: 'Term', wideOnly: true, value: (l) => l.row.termEnd, csv: (l) => `${l.row.termStart ?? ''}/${l.row.termEnd ?? ''}`, cell: (l) => <Term row={l.row} /> },
    { key: 'utilisation', head: 'Used', wideOnly: true, value: (l) => l.row.utilisation, csv: (l) => String(l.row.utilisation ?? ''), cell: (l) => <UseBar row={l.row} /> },
    { key: 'unused', head: 'Unused cost', unit: currency, number: true, value: (l) => l.unused, csv: (l) => l.row.unused ?? '', cell: (l) => (l.unused === undefined ? <span className="muted" title="Neither bill nor telemetry tells what was used">{MISSING}</span> : <span title={`${exact(l.row.unused!)} ${currency}`}>{steps(l.shown, digits)}</span>), share: (l) => ratio(l.unused ?? 0n, total), foot: steps(roundSteps(total, digits), digits) },
    { key: 'owner', head: 'Borne by', wideOnly: true, value: (l) => l.row.unusedOwner, cell: (l) => <Owner row={l.row} /> },
    { key: 'amortised', head: 'Amortised', unit: currency, number: true, wideOnly: true, value: (l) => parseOptional(l.row.amortised), csv: (l) => l.row.amortised ?? '', cell: (l) => <span title={l.row.amortised ? `${exact(l.row.amortised)} ${currency}` : undefined}>{amountText(l.row.amortised, currency)}</span>, foot: amount(sum(lines.map((l) => parseOptional(l.row.amortised) ?? 0n)), currency) },
    { key: 'purchased', head: 'Paid in the month', unit: currency, number: true, wideOnly: true, hidden: true, value: (l) => paid(l.row), csv: (l) => JSON.stringify(l.row.purchased ?? {}), cell: (l) => <span title={l.row.purchased ? `Upfront ${amountText(l.row.purchased.upfront, currency)}, fees ${amountText(l.row.purchased.recurring, currency)}` : undefined}>{paid(l.row) === undefined ? MISSING : amount(paid(l.row)!, currency)}</span> },
    { key: 'coverage', head: 'Coverage', number: true, wideOnly: true, value: (l) => l.row.coverage, csv: (l) => String(l.row.coverage ?? ''), cell: (l) => percent(l.row.coverage) },
    { key: 'breakEven', head: 'Pays from', number: true, wideOnly: true, value: (l) => l.row.breakEven, csv: (l) => String(l.row.breakEven ?? ''), cell: (l) => <BreakEven row={l.row} /> },
    ...(lines.some((l) => l.row.slaCredits) ? [{ key: 'sla', head: 'SLA credits open', unit: currency, number: true, wideOnly: true, value: (l: Line) => parseOptional(l.row.slaCredits?.open), csv: (l: Line) => l.row.slaCredits?.open ?? '', cell: (l: Line) => <Sla row={l.row} /> }] : []),
  ];
  return (
    <Card
      title={several ? `By the hour, by the month and prepaid, ${currency}` : 'By the hour, by the month and prepaid'}
      sub={`${lines.length === 1 ? 'one commitment' : `${lines.length} commitments`}, ${steps(roundSteps(total, digits), digits)} ${currency} unused${unknown > 0 ? `, of ${unknown} not known` : ''}`}
      actions={open > 0 ? <Mark kind="risk">{open === 1 ? 'One is not configured' : `${open} are not configured`}</Mark> : undefined}
      note={open > 0 ? 'A commitment that is not configured is known from bills alone: without its contract it has no term, no named owner of the unused part and no line in the prepaid roll-forward. Describe it under commitments in gpuledger.yaml.' : undefined}
    >
      <Table label={`Commitments, ${currency}`} rows={lines} columns={columns} rowKey={(l) => `${l.row.provider}\u0000${l.row.commitment}`} sort={{ key: 'unused', desc: true }} tools />
    </Card>
  );
}

function paid(row: Commitment): Units | undefined {
  if (!row.purchased) return undefined;
  return sum([parseOptional(row.purchased.upfront) ?? 0n, parseOptional(row.purchased.recurring) ?? 0n]);
}

function Name({ row }: { row: Commitment }) {
  return (
    <span className="commitment-name">
      <span className="text">{row.commitment}</span>
      <span className="muted small">{row.provider}{row.kindWords ? ` · ${row.kindWords}` : ''}{row.status ? ` · ${row.status}` : ''}</span>
      {row.configured ? null : <span className="small"><Mark kind="risk">Not configured</Mark></span>}
      {row.configured && !row.onBill ? <span className="small"><Mark kind="waiting">No charge this month</Mark></span> : null}
    </span>
  );
}

function Term({ row }: { row: Commitment }) {
  if (!row.termStart || !row.termEnd) return <span className="muted">not known</span>;
  return <span>{dayRange(row.termStart.slice(0, 10), row.termEnd.slice(0, 10))}</span>;
}

/** Used solid, unused hatched, a tick where the commitment begins to pay. */
export function UseBar({ row }: { row: Commitment }) {
  if (row.utilisation === null) return <span className="muted" title={row.notes.join(' ')}>not known</span>;
  const used = Math.max(0, Math.min(1, row.utilisation));
  const label = `${percent(row.utilisation)} used${row.breakEven === null ? '' : `, pays from ${percent(row.breakEven)}`}`;
  return (
    <span className="commitment-use" title={label}>
      <svg className="meter" role="img" aria-label={label}>
        <rect x="0" y="4" width="100%" height="10" rx="3" fill="var(--sunken)" />
        <rect x="0" y="4" width={`${used * 100}%`} height="10" rx="3" fill="var(--accent)" />
        <rect x="0.5" y="4.500" width="99.500%" height="9" rx="3" fill="none" stroke="var(--edge)" strokeDasharray="3 2.500" />
        {row.breakEven !== null && row.breakEven <= 1 ? <line x1={`${row.breakEven * 100}%`} x2={`${row.breakEven * 100}%`} y1="0" y2="18" stroke="var(--text)" strokeWidth="1.500" /> : null}
      </svg>
      <span>{percent(row.utilisation, 0)}</span>
    </span>
  );
}

/** Who bears the unused part: empty where nothing is unused, undefined where nobody is named. */
export function unusedOwnerOf(row: Commitment): string | undefined {
  if (row.unusedOwner && row.unusedOwner !== '-' && row.unusedOwner !== 'unattributed') return row.unusedOwner;
  return (parseOptional(row.unused) ?? 0n) === 0n ? '' : undefined;
}

function Owner({ row }: { row: Commitment }) {
  const owner = unusedOwnerOf(row);
  if (owner === undefined) return <Mark kind="risk">No owner</Mark>;
  return owner === '' ? <span className="muted">{MISSING}</span> : <span className="text">{owner}</span>;
}

/** What was claimed for outages and not answered; what was received stands in the bill. */
function Sla({ row }: { row: Commitment }) {
  const of = row.slaCredits;
  if (!of) return <span className="muted" title="Nothing was claimed">{MISSING}</span>;
  const words = `claimed ${amountText(of.claimed, row.currency)}, received ${amountText(of.received, row.currency)}`;
  return (
    <span className="commitment-name" style={{ alignItems: 'flex-end' }}>
      <span title={`${exact(of.open)} ${row.currency}`}>{amountText(of.open, row.currency)}</span>
      <span className="muted small">{words}</span>
    </span>
  );
}

function BreakEven({ row }: { row: Commitment }) {
  if (row.breakEven === null) return <span className="muted">{MISSING}</span>;
  const pays = row.utilisation !== null && row.utilisation >= row.breakEven;
  const text = percent(row.breakEven, 0);
  if (row.utilisation === null) return <>{text}</>;
  return pays ? <Mark kind="ok">{text}</Mark> : <Mark kind="bad">{text}</Mark>;
}

function BurnDowns({ rows }: { rows: readonly Commitment[] }) {
  return (
    <Card title="Spend commitments" sub="billed cost that counts, and where it will end at this pace">
      {rows.map((r) => (r.burnDown ? <Burn key={`${r.provider} ${r.commitment}`} row={r} of={r.burnDown} /> : null))}
    </Card>
  );
}

function Burn({ row, of }: { row: Commitment; of: BurnDown }) {
  const missing = parseOptional(of.projectedShortfall);
  const beyond = parseOptional(of.marketplaceBeyondLimit) ?? 0n;
  const remaining = parseOptional(of.remaining) ?? 0n;
  const c = row.currency;
  const burned = Number(of.burned);
  const label = `${percent(burned)} of ${row.commitment} spent, ${percent(of.elapsed)} of its time gone`;
  return (
    <div className="budget burn">
      <div className="name">
        <strong>{row.commitment}</strong>
        <span className="muted small">{row.provider} · {dayRange(of.periodStart.slice(0, 10), of.periodEnd.slice(0, 10))}</span>
        <span className="muted small">A shortfall is borne by {row.unusedOwner}</span>
      </div>
      <div style={{ display: 'grid', gap: 4, minWidth: 0 }}>
        <div className="figures">
          <span><strong title={`${exact(of.counted)} ${c}`}>{amountText(of.counted, c)}</strong> <span className="muted">of {amountText(of.committed, c)} {c}</span></span>
          <span>{missing === undefined ? <span className="muted">not projected yet</span> : missing > 0n ? <Mark kind="bad">Short by {amount(missing, c)} {c}</Mark> : <Mark kind="ok">Will be met</Mark>}</span>
        </div>
        <svg className="meter" role="img" aria-label={label}>
          <rect x="0" y="4" width="100%" height="10" rx="3" fill="var(--sunken)" />
          <rect x="0" y="4" width={`${Math.max(0, Math.min(1, burned)) * 100}%`} height="10" rx="3" fill="var(--accent)" />
          {of.elapsed === null ? null : <line x1={`${Math.min(1, of.elapsed) * 100}%`} x2={`${Math.min(1, of.elapsed) * 100}%`} y1="0" y2="18" stroke="var(--text)" strokeWidth="1.500"><title>{`${percent(of.elapsed, 0)} of the time gone by on ${dayYear(of.asOf)}`}</title></line>}
        </svg>
        <div className="figures small muted">
          <span>Direct {amountText(of.direct, c)} · Marketplace {amountText(of.marketplace, c)} of at most {amountText(of.marketplaceLimit, c)}{beyond > 0n ? `, ${amount(beyond, c)} beyond it` : ''}</span>
          <span>Projected {amountText(of.projected, c)} · {remaining < 0n ? `exceeded by ${amount(-remaining, c)}` : `remaining ${amountText(of.remaining, c)}`}</span>
        </div>
      </div>
      <div />
    </div>
  );
}
