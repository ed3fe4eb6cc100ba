import { useMemo, useState } from 'react';
import { useChargeback } from '../api/queries';
import type { Chargeback, ChargebackRow } from '../api/statements';
import { GPU_STATES, type GpuState } from '../api/usage';
import { useScope } from '../context';
import { closeToTotal } from '../money/apportion';
import { parse, parseOptional, print, ratio, roundSteps, sum, type Units } from '../money/decimal';
import { amount, amountText, digitsOf, exact, hoursOf, MISSING, percent, steps } from '../money/format';
import { instant, month } from '../money/time';
import { Card, EmptyState, ErrorState, Mark, PageHead, SkeletonRows } from '../parts/basics';
import { Downloads } from '../parts/downloads';
import { teamName } from '../parts/owner';
import { NotConverted, RatesUsed } from '../parts/rates';
import { StateBar, StateName, STATE_WORDS, stateWord } from '../parts/states';
import { type Column, Table } from '../parts/table';
import { withTerm } from '../url/filter';
import { isMonth, monthOf } from '../url/period';
import { METRIC_WORDS, type Metric, setView } from '../url/state';
import { DisputesPart } from './disputes';
import { PolicyChoice, StatementPart } from './statement';

/** What each team bears of a month, with the proof that the lines sum to the charges. */
export function ChargebackScreen() {
  const { view, period, asOf } = useScope();
  const of = monthOf(period);
  const [policy, setPolicy] = useState('');
  const report = useChargeback({ period: of, metric: view.metric, filter: view.filter, ...(asOf ? { asOf } : {}), ...(policy ? { policy } : {}), ...(view.into ? { currency: view.into } : {}) });
  const currencies = [...new Set(report.data?.rows.map((r) => r.currency) ?? [])].sort();
  return (
    <>
      <PageHead
        title="Chargeback"
        lede={`${month(of)} · ${METRIC_WORDS[view.metric].name} · ${asOf ? `as known on ${instant(asOf)}` : `as known ${report.data?.snapshot?.asOf ? `on ${instant(report.data.snapshot.asOf)}` : 'now'}`}`}
        actions={<><RatesUsed conversion={report.data?.conversion} /><PolicyChoice statement={report.data?.statement} value={policy} onChange={setPolicy} /><Downloads kind="chargeback" name={`chargeback-${of}`} query={{ period: of, metric: view.metric, filter: view.filter, asOf, policy: policy || undefined, currency: view.into || undefined }} /></>}
      />
      {isMonth(period) ? null : <p className="muted small">Chargeback goes by calendar month, so this shows {month(of)}, the last one of the chosen period.</p>}
      {report.isError && !report.data ? <div className="card"><ErrorState fault={report.error} retry={() => void report.refetch()} /></div> : null}
      <NotConverted conversion={report.data?.conversion} />
      {report.isPending ? <Card title="By team"><SkeletonRows rows={12} /></Card> : null}
      {report.data && currencies.length === 0 ? (
        <Card title="By team"><EmptyState title={`Nothing to charge back for ${month(of)}`} why="Every charge of the month is split between its owners here. No bill of this month has been loaded yet." command="./gpuledger import --source NAME FILE" /></Card>
      ) : null}
      {report.data ? currencies.map((c) => <CurrencyPart key={c} report={report.data} currency={c} metric={view.metric} several={currencies.length > 1} />) : null}
      {report.data?.conversion ? [...new Set(report.data.proof.map((p) => p.currency))].map((c) => <Proof key={c} report={report.data} currency={c} metric={view.metric} several />) : null}
      {report.data && currencies.length > 0 ? <DisputesPart period={of} /> : null}
    </>
  );
}

interface Line {
  row: ChargebackRow;
  /** Undefined where the bill carries nothing of this cost. */
  amount: Units | undefined;
  shown: bigint;
}

const MONEY_STATES = [...GPU_STATES, 'unused_commitment', 'not_gpu'];

function CurrencyPart({ report, currency, metric, several }: { report: Chargeback; currency: string; metric: Metric; several: boolean }) {
  const { view } = useScope();
  const digits = digitsOf(currency);
  const { lines, total, states, without } = useMemo(() => {
    const rows = report.rows.filter((r) => r.currency === currency);
    const amounts = rows.map((r) => parseOptional(r[metric]));
    const known = amounts.map((a) => a ?? 0n);
    const closed = closeToTotal(known, sum(known), digits);
    const used = MONEY_STATES.filter((s) => rows.some((r) => (parseOptional(r.states?.[s]) ?? 0n) !== 0n));
    return { lines: rows.map((row, i): Line => ({ row, amount: amounts[i], shown: closed.rows[i]! })), total: sum(known), states: used, without: rows.reduce((n, r) => n + (r.linesWithout?.[metric] ?? 0), 0) };
  }, [report, currency, metric, digits]);

  const gpuStates = states.filter((s): s is GpuState => (GPU_STATES as readonly string[]).includes(s));
  const stateSum = (s: string) => sum(lines.map((l) => parseOptional(l.row.states?.[s]) ?? 0n));
  const times = lines.map((l) => parseOptional(l.row.gpuHours));
  const columns: Column<Line>[] = [
    { key: 'team', head: 'Team', value: (l) => teamName(l.row.team), csv: (l) => l.row.team, cell: (l) => <span className="text">{teamName(l.row.team)}</span> },
    { key: 'costCenter', head: 'Cost centre', wideOnly: true, hidden: lines.every((l) => !l.row.costCenter || l.row.costCenter === '-'), value: (l) => (l.row.costCenter === '-' ? undefined : l.row.costCenter), cell: (l) => !l.row.costCenter || l.row.costCenter === '-' ? <span className="muted">none</span> : l.row.costCenter },
    { key: 'amount', head: METRIC_WORDS[metric].name, unit: currency, number: true, value: (l) => l.amount, csv: (l) => (l.amount === undefined ? '' : print(l.amount)), cell: (l) => (l.amount === undefined ? <span className="muted" title="The bill carries nothing of this cost">{MISSING}</span> : <span title={`${exact(print(l.amount))} ${currency}`}>{steps(l.shown, digits)}</span>), share: (l) => ratio(l.amount ?? 0n, total), foot: lines.every((l) => l.amount === undefined) ? MISSING : <span title={`${exact(print(total))} ${currency}`}>{steps(roundSteps(total, digits), digits)}</span> },
    { key: 'share', head: 'Share', number: true, wideOnly: true, value: (l) => ratio(l.amount ?? 0n, total), cell: (l) => (l.amount === undefined ? MISSING : percent(ratio(l.amount, total))), foot: total === 0n ? MISSING : percent(1) },
    { key: 'hours', head: 'GPU time', unit: 'h', number: true, wideOnly: true, value: (l) => parseOptional(l.row.gpuHours), cell: (l) => hoursOf(parseOptional(l.row.gpuHours)), foot: hoursOf(sum(times.map((h) => h ?? 0n))) },
    { key: 'states', head: 'By state', value: (l) => parseOptional(l.row.states?.['held_idle']), csv: (l) => JSON.stringify(l.row.states ?? {}), cell: (l) => <StatesOf row={l.row} />, foot: <span /> },
    ...states.map((s): Column<Line> => ({ key: `state-${s}`, head: stateWord(s), unit: currency, number: true, hidden: s !== 'held_idle', value: (l) => parseOptional(l.row.states?.[s]), csv: (l) => l.row.states?.[s] ?? '', cell: (l) => amountText(l.row.states?.[s], currency), foot: amount(stateSum(s), currency) })),
  ];
  return (
    <>
      <Card title={several ? `By team, ${currency}` : 'By team'} sub={`${lines.length} rows, closing to ${steps(roundSteps(total, digits), digits)} ${currency}`}>
        {gpuStates.length > 0 ? <div className="plot"><div className="key" style={{ padding: '0 16px 4px' }}>{gpuStates.map((s) => <StateName key={s} state={s} />)}</div></div> : null}
        <Table label={`Chargeback by team, ${currency}`} rows={lines} columns={columns} rowKey={(l) => `${l.row.team}\u0000${l.row.costCenter ?? ''}`} sort={{ key: 'amount', desc: true }} onRow={(l) => setView({ screen: 'charges', filter: withTerm(view.filter, 'team', l.row.team), select: '' })} tools dense />
        {without > 0 ? <div className="note">{without === 1 ? 'One allocation line comes' : `${without} allocation lines come`} from charges whose bill leaves this cost out. The amounts hold nothing for them.</div> : null}
      </Card>
      {report.statement ? <StatementPart statement={report.statement} currency={currency} several={several} period={report.period} metric={metric} converted={report.conversion !== undefined} /> : null}
      {report.conversion ? null : <Proof report={report} currency={currency} shown={total} metric={metric} several={several} />}
    </>
  );
}

function StatesOf({ row }: { row: ChargebackRow }) {
  const parts = GPU_STATES.map((state) => ({ state, value: parseOptional(row.states?.[state]) ?? 0n })).filter((p) => p.value > 0n);
  const whole = sum(parts.map((p) => p.value));
  if (whole === 0n) return <span className="muted">no GPU cost</span>;
  const shares = parts.map((p) => ({ state: p.state, share: ratio(p.value, whole) }));
  const words = shares.map((s) => `${STATE_WORDS[s.state]} ${percent(s.share, 0)}`).join(', ');
  return <span title={words} style={{ display: 'block', width: 'min(180px, 22vw)' }}><StateBar parts={shares} label={words} height={14} /></span>;
}

function Proof({ report, currency, shown, metric, several }: { report: Chargeback; currency: string; shown?: Units; metric: Metric; several: boolean }) {
  const proofs = report.proof.filter((p) => p.currency === currency);
  if (proofs.length === 0) return null;
  const closes = proofs.every((p) => parse(p.difference) === 0n);
  return (
    <Card title={several ? `Proof of sum, ${currency}` : 'Proof of sum'} sub={several ? undefined : currency} actions={closes ? <Mark kind="ok">Closes exactly</Mark> : <Mark kind="bad">Does not close</Mark>}>
      <div className="proof">
        {proofs.map((p) => {
          const own = proofs.length === 1 || (p.metric ?? metric) === metric;
          return (
            <dl key={p.metric ?? 'one'} aria-label={`Proof, ${p.metric ?? metric}`}>
              {p.metric && proofs.length > 1 ? <><dt className="result">{METRIC_WORDS[p.metric as Metric]?.name ?? p.metric}</dt><dd /></> : null}
              <dt>Charges of the month</dt><dd>{exact(p.charges)}</dd>
              <dt>Allocation lines</dt><dd>{exact(p.lines)}</dd>
              {own && shown !== undefined ? <><dt>Rows above</dt><dd>{exact(print(shown))}</dd></> : null}
              <div className="foot" />
              <dt className="result">Difference</dt><dd className="result">{exact(p.difference)}</dd>
            </dl>
          );
        })}
      </div>
      <div className="note">All digits are shown. Rows of the table are rounded by largest remainder, so they add up to the total that stands under them.</div>
    </Card>
  );
}
