import { useState } from 'react';
import { useAcknowledge, useAlerts, useBudgets, useDeleteBudget, useRunaway } from '../../api/queries';
import type { Alert, Budget } from '../../api/types';
import { useMayWrite, useScope, useSignedIn } from '../../context';
import { parse, parseOptional, ratio } from '../../money/decimal';
import { amount, amountText, MISSING, percent } from '../../money/format';
import { instant, month, shortInstant } from '../../money/time';
import { Card, Dialog, EmptyState, ErrorState, Mark, PageHead, SkeletonRows } from '../../parts/basics';
import { Icon } from '../../parts/icon';
import { parseFilter } from '../../url/filter';
import { setView } from '../../url/state';
import { ChannelsCard } from './channels';
import { DeliveriesCard } from './deliveries';
import { BudgetForm } from './form';
import { PreviewCard } from './preview';

/** Budgets with what is spent of them, the alerts they raised, and the exact message each alert sent. */
export function BudgetsScreen() {
  const { view, today } = useScope();
  const { demo, role } = useSignedIn();
  const mayWrite = useMayWrite();
  const budgets = useBudgets();
  const alerts = useAlerts();
  const runaway = useRunaway();
  const [editing, setEditing] = useState<Budget | 'new'>();
  const [known, setKnown] = useState<readonly string[]>();
  const rows = (alerts.data?.rows ?? []).filter((a) => (a.alertKind ?? 'budget').startsWith('budget'));
  const chosen = view.select.startsWith('alert:') ? view.select.slice(6) : (rows[0]?.id ?? '');
  const alert = rows.find((a) => a.id === chosen);
  const currencyOf = (a: Alert) => a.currency ?? budgets.data?.rows.find((b) => b.id === a.budgetId)?.currency ?? '';
  return (
    <>
      <PageHead
        title="Budgets and alerts"
        lede="Each threshold of a budget alerts once: from the bill, or from GPU time priced as it streams in"
        actions={
          <>
            {demo && mayWrite ? <button type="button" className="button" onClick={() => { setKnown(rows.map((a) => a.id)); runaway.mutate(); }} disabled={runaway.isPending}><Icon name="play" size={16} />{runaway.isPending ? 'Starting the job' : 'Start a runaway job'}</button> : null}
            {mayWrite ? <button type="button" className="button primary" onClick={() => setEditing('new')}><Icon name="plus" size={16} />New budget</button> : null}
          </>
        }
      />
      {runaway.isError ? <ErrorState fault={runaway.error} inline kept="No job was started." /> : null}
      {runaway.isSuccess && known ? <RunawayNote raised={rows.filter((a) => !known.includes(a.id))} /> : null}
      <Card title="Budgets" sub={month(today.slice(0, 7))}>
        {budgets.isError && !budgets.data ? <ErrorState fault={budgets.error} retry={() => void budgets.refetch()} /> : budgets.isPending ? <SkeletonRows rows={5} /> : (budgets.data?.rows.length ?? 0) === 0 ? (
          <EmptyState title="No budget yet" why="A budget is a limit on a scope for a month. It alerts at the thresholds you choose, to Slack or here." action={mayWrite ? <button type="button" className="button small" onClick={() => setEditing('new')}>New budget</button> : undefined} />
        ) : (
          <div>{budgets.data?.rows.map((b) => <BudgetRow key={b.id} budget={b} mayWrite={mayWrite} edit={() => setEditing(b)} />)}</div>
        )}
      </Card>
      <div className="three-two">
        <p className="visually-hidden" role="status">{rows[0] ? `Newest alert: ${rows[0].budgetName} passed ${rows[0].threshold} %` : ''}</p>
        <Card title="Alerts" sub={rows.length > 0 ? `${rows.filter((a) => a.state !== 'acknowledged').length} open of ${rows.length}` : undefined}>
          {alerts.isError && !alerts.data ? <ErrorState fault={alerts.error} retry={() => void alerts.refetch()} /> : alerts.isPending ? <SkeletonRows rows={5} /> : rows.length === 0 ? (
            <EmptyState title="No alert was raised" why={demo ? 'Start the runaway job above: its alert comes here by itself.' : 'An alert comes here, and to its channel, when a budget passes one of its thresholds.'} />
          ) : (
            <ul>{rows.map((a) => <AlertItem key={a.id} alert={a} currency={currencyOf(a)} selected={a.id === chosen} mayAcknowledge={role !== 'viewer'} />)}</ul>
          )}
        </Card>
        <div className="stack">
          <PreviewCard alert={alert} />
          <DeliveriesCard alert={alert} />
        </div>
      </div>
      {mayWrite ? <ChannelsCard /> : null}
      {editing ? <BudgetForm budget={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} /> : null}
    </>
  );
}

/** What became of the job that the button started. */
function RunawayNote({ raised }: { raised: readonly Alert[] }) {
  const first = raised[raised.length - 1];
  return (
    <div className="card" role="status" style={{ padding: '10px 16px' }}>
      {first === undefined
        ? <Mark kind="waiting">A job that nobody watches has started on 64 GPUs. Its alert comes below by itself.</Mark>
        : <Mark kind="risk">The job was noticed: {first.budgetName} passed {raised.map((a) => `${a.threshold}\u00a0%`).reverse().join(', ')}. The message is below. The job ends by itself after two minutes.</Mark>}
    </div>
  );
}

function ScopeWords({ filter }: { filter: string }) {
  const parsed = parseFilter(filter);
  if (filter === '') return <span className="muted small">All spend</span>;
  if ('text' in parsed) return <code className="clip" title={filter}>{filter}</code>;
  return <>{parsed.terms.map((t) => <span className="tag small" key={t.key}><span className="key">{t.key}{t.op === '!:' ? ' not' : ''}</span>{t.values.join(', ')}</span>)}</>;
}

function BudgetRow({ budget, mayWrite, edit }: { budget: Budget; mayWrite: boolean; edit: () => void }) {
  const [removing, setRemoving] = useState(false);
  const remove = useDeleteBudget();
  const limit = parse(budget.limit);
  const fromBill = parseOptional(budget.spent.fromBill) ?? 0n;
  const estimated = parseOptional(budget.spent.estimated);
  const spent = parse(budget.spent.counted);
  const ahead = spent - fromBill;
  const mayEdit = mayWrite && budget.origin !== 'file';
  const part = ratio(spent, limit);
  return (
    <div className="budget">
      <div className="name">
        <strong>{budget.name}</strong>
        <span style={{ display: 'flex', flexWrap: 'wrap', gap: 4 }}><ScopeWords filter={budget.filter} /></span>
        <span className="muted small">{budget.owner ? `Owner ${budget.owner}` : 'No owner'}{budget.channel ? ` · ${budget.channel}` : ''}</span>
      </div>
      <div style={{ display: 'grid', gap: 4, minWidth: 0 }}>
        <div className="figures">
          <span><strong>{amount(spent, budget.currency)}</strong> <span className="muted">of {amount(limit, budget.currency)} {budget.currency}</span></span>
          <span>{part >= 1 ? <Mark kind="bad">{percent(part, 0)}</Mark> : part >= 0.8 ? <Mark kind="risk">{percent(part, 0)}</Mark> : percent(part, 0)}</span>
        </div>
        <Meter fromBill={ratio(fromBill, limit)} estimated={ratio(ahead, limit)} thresholds={budget.thresholds} label={`${percent(part, 0)} of ${budget.name} spent`} />
        <div className="figures small muted">
          <span>From the bill {amount(fromBill, budget.currency)} · <span title={budget.spent.estimatedMissing ?? (budget.spent.estimatedAt ? `As of ${instant(budget.spent.estimatedAt)}` : undefined)}>Estimated to date {estimated === undefined ? MISSING : amount(estimated, budget.currency)}</span>{budget.spent.unpriced?.length ? ` · no price for ${budget.spent.unpriced.join(', ')}` : ''}</span>
          <span>{budget.burnPerHour ? `${amountText(budget.burnPerHour, budget.currency)} ${budget.currency} per hour now` : <span title={budget.burnMissing ?? undefined}>Burn per hour {MISSING}</span>}</span>
        </div>
      </div>
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

/** Spent of a limit: solid from the bill, lighter estimated, a tick at each threshold; beyond the limit the scale grows. */
function Meter({ fromBill, estimated, thresholds, label }: { fromBill: number; estimated: number; thresholds: readonly number[]; label: string }) {
  const whole = Math.max(1, fromBill + estimated, ...thresholds.map((t) => t / 100)) * 1.02;
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
    </svg>
  );
}

function AlertState({ alert }: { alert: Alert }) {
  switch (alert.state) {
    case 'delivered':
      return <Mark kind="ok">Delivered</Mark>;
    case 'queued':
      return <Mark kind="waiting">Queued</Mark>;
    case 'failed':
      return <Mark kind="bad">Not delivered</Mark>;
    case 'held':
      return <Mark kind="waiting">Waits</Mark>;
    case 'suppressed':
      return <span className="muted small">Not sent</span>;
    case 'acknowledged':
      return <span className="muted small">Acknowledged{alert.acknowledgedBy ? ` by ${alert.acknowledgedBy}` : ''}</span>;
  }
}

function AlertItem({ alert, currency, selected, mayAcknowledge }: { alert: Alert; currency: string; selected: boolean; mayAcknowledge: boolean }) {
  const acknowledge = useAcknowledge();
  const show = () => setView({ select: `alert:${alert.id}` }, true);
  return (
    <li className="alert-item" data-selected={selected}>
      <div style={{ display: 'grid', gap: 2, justifyItems: 'start', minWidth: 0 }}>
        <button type="button" className="title" onClick={show} aria-pressed={selected}>{alert.budgetName} passed {alert.threshold} %</button>
        <span className="facts">
          <span>{amountText(alert.spent, currency)} of {amountText(alert.limit, currency)} {currency}</span>
          <span>{alert.kind === 'estimated' ? 'estimated to date' : 'from the bill'}</span>
          <span title={instant(alert.raisedAt)}>{shortInstant(alert.raisedAt)} UTC</span>
          {alert.channel ? <span>{alert.channel}</span> : null}
        </span>
        {alert.state === 'failed' && alert.lastError ? <span className="small">{alert.lastError}{alert.attempts ? `, after ${alert.attempts} attempts` : ''}</span> : null}
        {alert.recoveredAt ? <span className="small" title={instant(alert.recoveredAt)}>Recovered {shortInstant(alert.recoveredAt)} UTC{alert.recoveryReason ? `: ${alert.recoveryReason}` : ''}</span> : null}
        {acknowledge.isError ? <ErrorState fault={acknowledge.error} inline /> : null}
      </div>
      <div style={{ display: 'grid', gap: 6, justifyItems: 'end' }}>
        <AlertState alert={alert} />
        {mayAcknowledge && alert.state !== 'acknowledged' ? <button type="button" className="button small" disabled={acknowledge.isPending} onClick={() => acknowledge.mutate(alert.id)} aria-label={`Acknowledge ${alert.budgetName} ${alert.threshold} %`}>Acknowledge</button> : null}
      </div>
    </li>
  );
}
