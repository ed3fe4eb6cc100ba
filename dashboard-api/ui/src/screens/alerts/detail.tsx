import { useState } from 'react';
import { kindWords, type LedgerAlert, useAlertDetail, useReason, useTakeOn } from '../../api/alerts';
import type { Alert } from '../../api/messages';
import { clockWords, instant, shortInstant } from '../../money/time';
import { Card, ErrorState, SkeletonRows } from '../../parts/basics';
import { teamName } from '../../parts/owner';
import { DeliveriesCard } from '../budgets/deliveries';
import { Field } from '../budgets/form';
import { PreviewCard } from '../budgets/preview';
import { STATUS_WORDS } from './words';

/** One alert: how it stands, what can be done about it, its message, its deliveries and its history. */
export function AlertDetail({ id, row, mayCare, snooze, assign }: { id: string; row: LedgerAlert | undefined; mayCare: boolean; snooze: () => void; assign: () => void }) {
  const detail = useAlertDetail(id);
  const alert = detail.data ?? row;
  const [notingAt, setNoting] = useState('');
  const noting = notingAt === id;
  if (detail.isError && !alert) return <Card title="Alert"><ErrorState fault={detail.error} retry={() => void detail.refetch()} /></Card>;
  if (!alert) return <Card title="Alert"><SkeletonRows rows={6} /></Card>;
  // The cards of the message and of its deliveries look at what every alert has.
  const told = alert as unknown as Alert;
  return (
    <>
      <Card title={alert.title} sub={STATUS_WORDS[alert.status]}>
        <div className="body" style={{ display: 'grid', gap: 12 }}>
          <dl className="alert-facts">
            <Fact name="Kind">{kindWords(alert.alertKind)}</Fact>
            <Fact name="Raised">{instant(alert.raisedAt)}</Fact>
            <Fact name="Owner">{alert.owner ?? 'Nobody is named'}</Fact>
            {alert.teams.length > 0 ? <Fact name="Teams">{alert.teams.map(teamName).join(', ')}</Fact> : null}
            {alert.assignee ? <Fact name="Responsible">{alert.assignee}{alert.assignedBy ? `, named by ${alert.assignedBy}` : ''}</Fact> : null}
            {alert.acknowledgedBy ? <Fact name="Taken on">by {alert.acknowledgedBy}, {instant(alert.acknowledgedAt)}</Fact> : null}
            {alert.snoozedUntil ? <Fact name="Snoozed">until {clockWords(alert.snoozedLocal ?? '')} {alert.snoozeZone}{alert.snoozeZone === 'UTC' ? '' : ` (${instant(alert.snoozedUntil)})`}, by {alert.snoozedBy}</Fact> : null}
            {alert.escalateAt && alert.status === 'open' ? <Fact name="Escalates">{instant(alert.escalateAt)}, unless somebody takes it on</Fact> : null}
            {alert.escalatedAt ? <Fact name="Escalated">{instant(alert.escalatedAt)}</Fact> : null}
            {alert.recoveredAt ? <Fact name="Over">{instant(alert.recoveredAt)}{alert.recoveryReason ? `: ${alert.recoveryReason}` : ''}</Fact> : null}
          </dl>
          {alert.reason && !noting ? <p style={{ overflowWrap: 'anywhere', margin: 0 }}>Reason: {alert.reason}</p> : null}
          {mayCare ? <Actions alert={alert} snooze={snooze} assign={assign} note={noting ? undefined : () => setNoting(alert.id)} /> : null}
          {noting ? <Reason alert={alert} onClose={() => setNoting('')} /> : null}
        </div>
      </Card>
      <PreviewCard alert={told} />
      <DeliveriesCard alert={told} />
      <History alert={alert} pending={detail.isPending} />
    </>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return <><dt>{name}</dt><dd>{children}</dd></>;
}

function Actions({ alert, snooze, assign, note }: { alert: LedgerAlert; snooze: () => void; assign: () => void; note: (() => void) | undefined }) {
  const takeOn = useTakeOn();
  const over = alert.status === 'recovered';
  return (
    <>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {alert.acknowledgedBy ? null : <button type="button" className="button small primary" disabled={takeOn.isPending} onClick={() => takeOn.mutate({ id: alert.id })}>Acknowledge</button>}
        {over ? null : <button type="button" className="button small" onClick={snooze}>{alert.snoozedUntil ? 'Snooze again' : 'Snooze'}</button>}
        <button type="button" className="button small" onClick={assign}>Assign</button>
        {note ? <button type="button" className="button small" onClick={note}>{alert.reason ? 'Change the reason' : 'Note a reason'}</button> : null}
      </div>
      {takeOn.isError ? <ErrorState fault={takeOn.error} inline kept="The alert stands as it did." /> : null}
    </>
  );
}

/** Why, for whoever comes next. */
function Reason({ alert, onClose }: { alert: LedgerAlert; onClose: () => void }) {
  const save = useReason();
  const [reason, setReason] = useState(alert.reason ?? '');
  return (
    <form style={{ display: 'grid', gap: 8 }} onSubmit={(e) => { e.preventDefault(); save.mutate({ id: alert.id, reason: reason.trim() }, { onSuccess: onClose }); }}>
      <Field id="alert-reason" label="Reason" value={reason} onChange={setReason} hint="For whoever comes next; no channel is told." autoFocus />
      <div style={{ display: 'flex', gap: 8 }}>
        <button type="submit" className="button small primary" disabled={save.isPending}>Save</button>
        <button type="button" className="button small" onClick={onClose}>Cancel</button>
      </div>
      {save.isError ? <ErrorState fault={save.error} inline kept="The reason stands as it did." /> : null}
    </form>
  );
}

const WHAT: Record<string, string> = {
  raised: 'Raised',
  acknowledged: 'Taken on',
  snoozed: 'Snoozed',
  'snooze over': 'Snooze over, told again',
  assigned: 'Assigned',
  reason: 'Reason noted',
  escalated: 'Escalated: nobody took it on',
  recovered: 'Over',
  closed: 'Closed by itself',
};

function History({ alert, pending }: { alert: LedgerAlert; pending: boolean }) {
  const events = alert.history ?? [];
  return (
    <Card title="History" sub={events.length > 0 ? String(events.length) : undefined}>
      {pending ? <SkeletonRows rows={3} /> : events.length === 0 ? <p className="body muted small">It was raised by an older version, which kept no history.</p> : (
        <ol className="alert-history">
          {events.map((e, i) => (
            <li key={i}>
              <time dateTime={e.at} title={instant(e.at)}>{shortInstant(e.at)}</time>
              <span style={{ overflowWrap: 'anywhere', minWidth: 0 }}>{WHAT[e.what] ?? e.what}{e.who === 'gpuledger' ? '' : ` by ${e.who}`}{e.detail ? <span className="muted">{` ${e.detail}`}</span> : null}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
