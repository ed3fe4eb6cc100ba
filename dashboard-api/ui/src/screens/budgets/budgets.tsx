import { useState } from 'react';
import { useAcknowledge, useAlerts, useBudgets, useRunaway } from '../../api/queries';
import type { Budget } from '../../api/budgets';
import type { Alert } from '../../api/messages';
import { useMayWrite, useScope, useSignedIn } from '../../context';
import { amountText } from '../../money/format';
import { instant, month, shortInstant } from '../../money/time';
import { Card, EmptyState, ErrorState, Mark, PageHead, SkeletonRows } from '../../parts/basics';
import { Icon } from '../../parts/icon';
import { setView } from '../../url/state';
import { ChannelsCard } from './channels';
import { DeliveriesCard } from './deliveries';
import { BudgetForm } from './form';
import { ImportDialog } from './import';
import { PreviewCard } from './preview';
import { BudgetRow } from './row';
import { BudgetStoryDialog } from './story';

/** Budgets with what is spent of them, the alerts they raised, and the exact message each alert sent. */
export function BudgetsScreen() {
  const { view, today } = useScope();
  const { demo, role } = useSignedIn();
  const mayWrite = useMayWrite();
  const budgets = useBudgets();
  const alerts = useAlerts();
  const runaway = useRunaway();
  const [editing, setEditing] = useState<Budget | 'new'>();
  const [importing, setImporting] = useState(false);
  const [story, setStory] = useState<Budget>();
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
            {mayWrite ? <button type="button" className="button" onClick={() => setImporting(true)}><Icon name="upload" size={16} />Import</button> : null}
            {mayWrite ? <button type="button" className="button primary" onClick={() => setEditing('new')}><Icon name="plus" size={16} />New budget</button> : null}
          </>
        }
      />
      {runaway.isError ? <ErrorState fault={runaway.error} inline kept="No job was started." /> : null}
      {runaway.isSuccess && known ? <RunawayNote raised={rows.filter((a) => !known.includes(a.id))} /> : null}
      <Card title="Budgets" sub={budgets.data ? `${budgets.data.rows.length} as of ${month(today.slice(0, 7))}` : undefined}>
        {budgets.isError && !budgets.data ? <ErrorState fault={budgets.error} retry={() => void budgets.refetch()} /> : budgets.isPending ? <SkeletonRows rows={5} /> : (budgets.data?.rows.length ?? 0) === 0 ? (
          <EmptyState title="No budget yet" why="A budget is a limit on a scope for a period. It alerts at the thresholds you choose, to Slack or here." action={mayWrite ? <button type="button" className="button small" onClick={() => setEditing('new')}>New budget</button> : undefined} />
        ) : (
          <div>{budgets.data?.rows.map((b) => <BudgetRow key={b.id} budget={b} mayWrite={mayWrite} edit={() => setEditing(b)} open={() => setStory(b)} />)}</div>
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
      {importing ? <ImportDialog onClose={() => setImporting(false)} /> : null}
      {story ? <BudgetStoryDialog id={story.id} name={story.name} onClose={() => setStory(undefined)} /> : null}
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
          <span>{{ estimated: 'estimated to date', forecast: 'forecast', from_bill: 'from the bill' }[alert.kind]}</span>
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
