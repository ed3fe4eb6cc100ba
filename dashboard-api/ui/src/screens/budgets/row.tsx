import { useState } from 'react';
import { useDeleteBudget } from '../../api/queries';
import type { Budget } from '../../api/budgets';
import { parse, parseOptional, ratio } from '../../money/decimal';
import { amount, amountText, MISSING, percent } from '../../money/format';
import { day, instant } from '../../money/time';
import { Dialog, ErrorState, Mark } from '../../parts/basics';
import { Icon } from '../../parts/icon';
import { parseFilter } from '../../url/filter';
import { periodWords, termsWords, unitOf } from './words';

export function ScopeWords({ filter }: { filter: string }) {
  const parsed = parseFilter(filter);
  if (filter === '') return <span className="muted small">All spend</span>;
  if ('text' in parsed) return <code className="clip" title={filter}>{filter}</code>;
  return <>{parsed.terms.map((t) => <span className="tag small" key={t.key}><span className="key">{t.key}{t.op === '!:' ? ' not' : ''}</span>{t.values.join(', ')}</span>)}</>;
}

/** One budget in its period: what is spent of it, by the bill and estimated. */
export function BudgetRow({ budget, mayWrite, edit, open }: { budget: Budget; mayWrite: boolean; edit: () => void; open: () => void }) {
  const [removing, setRemoving] = useState(false);
  const remove = useDeleteBudget();
  const mayEdit = mayWrite && budget.origin !== 'file';
  const when = budget.currentPeriod ? periodWords(budget.currentPeriod.key) : budget.inForce === false ? 'Not in force yet' : 'Not begun';
  const people = [budget.owner ? `Owner ${budget.owner}` : 'No owner', budget.delegate ? `for them ${budget.delegate}` : '', budget.costCenter ?? '', budget.channel ?? ''].filter(Boolean).join(' · ');
  return (
    <div className="budget">
      <div className="name">
        <strong><button type="button" className="title" onClick={open} title="Versions and periods">{budget.name}</button></strong>
        <span style={{ display: 'flex', flexWrap: 'wrap', gap: 4 }}><ScopeWords filter={budget.filter} /></span>
        <span className="muted small">{when} · {termsWords(budget)}</span>
        <span className="muted small">{people}</span>
      </div>
      {budget.whole === false ? <Parts budget={budget} /> : budget.spent ? <Figures budget={budget} spent={budget.spent} /> : (
        <span className="muted small">{budget.currentPeriod ? 'What is spent cannot be read now; the page asks again.' : `Limit ${amountText(budget.limit, budget.currency)} ${unitOf(budget)}`}</span>
      )}
      <div className="actions">
        {budget.origin === 'file' ? <span className="muted small" title="Set in gpuledger.yaml; change it there">from file</span> : null}
        {mayEdit ? (
          <>
            <button type="button" className="icon-button" aria-label={`Edit ${budget.name}`} title="Edit" onClick={edit}><Icon name="edit" size={18} /></button>
            <button type="button" className="icon-button" aria-label={`Delete ${budget.name}`} title="Delete" onClick={() => setRemoving(true)}><Icon name="trash" size={18} /></button>
          </>
        ) : null}
      </div>
      {removing ? (
        <Dialog title={`Delete ${budget.name}?`} onClose={() => setRemoving(false)} foot={<><button type="button" className="button" onClick={() => setRemoving(false)}>Keep it</button><button type="button" className="button danger" disabled={remove.isPending} onClick={() => remove.mutate(budget.id, { onSuccess: () => setRemoving(false) })}>Delete budget</button></>}>
          <div className="body"><p>It stops alerting at once. The alerts it raised stay in the ledger.</p>{remove.isError ? <ErrorState fault={remove.error} inline /> : null}</div>
        </Dialog>
      ) : null}
    </div>
  );
}

function Figures({ budget, spent: of }: { budget: Budget; spent: NonNullable<Budget['spent']> }) {
  const unit = unitOf(budget);
  const limit = parse(budget.limitOfPeriod ?? budget.limit);
  const fromBill = parseOptional(of.fromBill) ?? 0n;
  const estimated = parseOptional(of.estimated);
  const spent = parse(of.counted);
  const ahead = spent > fromBill ? spent - fromBill : 0n;
  const part = ratio(spent, limit);
  const carried = parseOptional(budget.carried) ?? 0n;
  const apart = Object.entries(of.notCounted ?? {});
  return (
    <div style={{ display: 'grid', gap: 4, minWidth: 0 }}>
      <div className="figures">
        <span><strong>{amount(spent, budget.currency)}</strong> <span className="muted">of {amount(limit, budget.currency)} {unit}</span></span>
        <span>{part >= 1 ? <Mark kind="bad">{percent(part, 0)}</Mark> : part >= 0.8 ? <Mark kind="risk">{percent(part, 0)}</Mark> : percent(part, 0)}</span>
      </div>
      <Meter fromBill={ratio(fromBill, limit)} estimated={ratio(ahead, limit)} forecast={budget.forecast?.expected ? ratio(parse(budget.forecast.expected), limit) : undefined} thresholds={budget.thresholds} label={`${percent(part, 0)} of ${budget.name} spent`} />
      <div className="figures small muted">
        <span>From the bill {amount(fromBill, budget.currency)} · <span title={of.estimatedMissing ?? (of.estimatedAt ? `As of ${instant(of.estimatedAt)}` : undefined)}>Estimated to date {estimated === undefined ? MISSING : amount(estimated, budget.currency)}</span>{of.settledTo ? ` · bills settled to ${day(of.settledTo)}` : ''}{of.unknownDays ? ` · ${of.unknownDays === 1 ? '1 day' : `${of.unknownDays} days`} not known` : ''}{of.unpriced?.length ? ` · no price for ${of.unpriced.join(', ')}` : ''}</span>
        <span>{budget.burnPerHour ? `${amountText(budget.burnPerHour, budget.currency)} ${unit} per hour now` : <span title={budget.burnMissing ?? undefined}>Burn per hour {MISSING}</span>}</span>
      </div>
      <PaceLine budget={budget} />
      <ForecastLine budget={budget} />
      {budget.original && budget.revised && (budget.original !== budget.revised || carried !== 0n) ? (
        <span className="small muted">Original {amountText(budget.original, budget.currency)} · revised {amountText(budget.revised, budget.currency)}{carried === 0n ? '' : ` · ${carried > 0n ? 'carried over' : 'overspent before'} ${amount(carried, budget.currency)}`}</span>
      ) : null}
      {budget.scheduled ? <span className="small muted">From {budget.scheduled.effectiveFrom ? instant(budget.scheduled.effectiveFrom) : 'later'} the limit is {amountText(budget.scheduled.limit, budget.scheduled.currency)} {unitOf(budget.scheduled)}</span> : null}
      {apart.length > 0 ? <span className="small">Not counted: {apart.map(([c, a]) => `${amountText(a, c)} ${c}`).join(', ')}</span> : null}
      {budget.shared && budget.parts ? <Parts budget={budget} /> : null}
    </div>
  );
}

/** How many times its even pace the budget was spent lately. */
function PaceLine({ budget }: { budget: Budget }) {
  const windows = budget.burn ?? [];
  if (windows.length === 0) return null;
  return (
    <span className="small">
      <span className="muted" title="1.0 spends the limit exactly by the end of the period">Pace</span>{' '}
      {windows.map((w, i) => (
        <span key={w.window} title={w.missing ?? `${amountText(w.spend, budget.currency)} ${unitOf(budget)}, ${amountText(w.perHour, budget.currency)} per hour`}>
          {i > 0 ? ' · ' : ''}{w.pace === null ? MISSING : Number(w.pace) >= 3 ? <Mark kind="risk">{w.pace} times</Mark> : `${w.pace} times`} <span className="muted">over {w.window}</span>
        </span>
      ))}
    </span>
  );
}

/** What the period will come to, how sure that is, or why nothing can be said. */
function ForecastLine({ budget }: { budget: Budget }) {
  const f = budget.forecast;
  if (!f) return <span className="small muted" title="Forecasts are made a few seconds after bills are allocated">Forecast {MISSING}</span>;
  if (f.expected === null) return <span className="small muted">No forecast: {f.missing}</span>;
  const likely = f.breachProbability === null ? null : `${percent(f.breachProbability, 0)} likely to exceed`;
  return (
    <span className="small" title={`Bills are complete to ${f.settledTo}; the days after are forecast. The spread rests on ${f.origins} earlier forecasts.`}>
      <span className="muted">Forecast</span> {amountText(f.expected, budget.currency)} <span className="muted">{unitOf(budget)} (80 %: {amountText(f.low80, budget.currency)} to {amountText(f.high80, budget.currency)})</span> · {likely === null ? <Mark kind="risk">the limit is passed</Mark> : (f.breachProbability ?? 0) >= 0.8 ? <Mark kind="risk">{likely}</Mark> : likely}
    </span>
  );
}

/** What each team has of a shared budget; a lead sees the own ones. */
function Parts({ budget }: { budget: Budget }) {
  return (
    <div className="figures small">
      {(budget.parts ?? []).map((p) => <span key={p.team}><span className="muted">{p.team}</span> {amountText(p.spent, budget.currency)} {unitOf(budget)}</span>)}
      {budget.whole === false ? <span className="muted">Your part of a shared limit of {amountText(budget.revised ?? budget.limit, budget.currency)} {unitOf(budget)}</span> : null}
    </div>
  );
}

/** Spent of a limit: solid from the bill, lighter estimated, a tick at each threshold, a diamond where the forecast ends; beyond the limit the scale grows. */
function Meter({ fromBill, estimated, forecast, thresholds, label }: { fromBill: number; estimated: number; forecast: number | undefined; thresholds: readonly number[]; label: string }) {
  // A forecast far beyond must not make all else too small to see.
  const ahead = forecast === undefined ? 0 : Math.min(forecast, 2);
  const whole = Math.max(1, fromBill + estimated, ahead, ...thresholds.map((t) => t / 100)) * 1.02;
  const at = (r: number) => `${(Math.max(0, r) / whole) * 100}%`;
  const over = fromBill + estimated >= 1;
  const colour = over ? 'var(--red)' : 'var(--accent)';
  return (
    <svg className="meter" role="img" aria-label={label}>
      <rect x="0" y="4" width="100%" height="10" rx="3" fill="var(--sunken)" />
      <rect x="0" y="4" width={at(fromBill)} height="10" rx="3" fill={colour} />
      <rect x={at(fromBill)} y="4" width={at(estimated)} height="10" fill={colour} opacity="0.45" />
      {thresholds.map((t) => (
        <g key={t}>
          <line x1={at(t / 100)} x2={at(t / 100)} y1="0" y2="18" stroke="var(--text)" strokeWidth={t === 100 ? 2 : 1}><title>{`${t} %`}</title></line>
        </g>
      ))}
      {forecast === undefined ? null : (
        <svg x={at(Math.min(forecast, whole / 1.02))} y="9" overflow="visible">
          <path d="M0-6 6 0 0 6-6 0Z" fill="var(--surface)" stroke={forecast >= 1 ? 'var(--red)' : 'var(--accent)'} strokeWidth="2"><title>{`Forecast ${percent(forecast, 0)}`}</title></path>
        </svg>
      )}
    </svg>
  );
}
