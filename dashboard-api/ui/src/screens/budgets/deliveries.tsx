import { useRetryAlert } from '../../api/queries';
import type { Alert, AlertDelivery } from '../../api/messages';
import { useSignedIn } from '../../context';
import { instant, shortInstant } from '../../money/time';
import { Card, ErrorState, Mark } from '../../parts/basics';
import { IDEMPOTENCY, KIND } from './channel-words';

const STEP: Record<AlertDelivery['step'], string> = { raised: 'Alert', acknowledged: 'Acknowledgement', snoozed: 'Snooze', assigned: 'Assignment', reminded: 'Reminder', escalated: 'Escalation', recovered: 'Recovery', updated: 'Update' };

function State({ state }: { state: AlertDelivery['state'] }) {
  switch (state) {
    case 'delivered':
      return <Mark kind="ok">Delivered</Mark>;
    case 'queued':
      return <Mark kind="waiting">Queued</Mark>;
    case 'sending':
      return <Mark kind="waiting">Sending</Mark>;
    case 'retrying':
      return <Mark kind="risk">Trying again</Mark>;
    case 'dead':
      return <Mark kind="bad">Given up</Mark>;
    case 'held':
      return <Mark kind="waiting">Waits</Mark>;
    case 'gathered':
      return <Mark kind="ok">In a digest</Mark>;
    case 'suppressed':
      return <span className="muted small">Not sent</span>;
  }
}

/** What a row says beside its state: how often, what went wrong, when next, and whether it may stand twice. */
function facts(d: AlertDelivery): string[] {
  const lines: string[] = [];
  if (d.lastError) lines.push(`${d.lastError}${d.attempts > 1 ? `, after ${d.attempts} attempts` : ''}`);
  else if (d.attempts > 1) lines.push(`${d.attempts} attempts`);
  if (d.nextAttemptAt && d.state === 'retrying') lines.push(`next attempt ${shortInstant(d.nextAttemptAt)} UTC`);
  if (d.state === 'held' && d.heldUntil) lines.push(`${d.heldFor === 'flood' ? 'the channel had its fill of this hour' : d.heldFor === 'digest' ? 'it goes with the digest' : 'the channel is quiet'}; told ${shortInstant(d.heldUntil)} UTC`);
  if (d.state === 'suppressed') lines.push(`kept back by the maintenance ${d.heldFor ?? ''}`);
  if (d.mayStandTwice) lines.push(`the outcome of ${d.uncertainAttempts === 1 ? 'one attempt' : `${d.uncertainAttempts} attempts`} is unknown: it may stand there more than once`);
  return lines;
}

/** How far each message about the chosen alert is. */
export function DeliveriesCard({ alert }: { alert: Alert | undefined }) {
  const { role } = useSignedIn();
  const retry = useRetryAlert();
  const rows = alert?.deliveries ?? [];
  if (!alert || rows.length === 0) return null;
  const dead = rows.some((d) => d.state === 'dead');
  return (
    <Card
      title="Deliveries"
      sub={`${rows.filter((d) => d.state === 'delivered').length} of ${rows.length} delivered`}
      actions={dead && role === 'admin' ? <button type="button" className="button small" disabled={retry.isPending} onClick={() => retry.mutate(alert.id)}>Try again what was given up</button> : undefined}
    >
      <ul>
        {rows.map((d) => (
          <li key={d.id} className="alert-item">
            <div style={{ display: 'grid', gap: 2, minWidth: 0 }}>
              <span><strong>{d.channel}</strong> <span className="muted">{STEP[d.step]}{d.channel === 'preview' ? ', shown here only' : ` by ${KIND[d.kind]}`}</span></span>
              <span className="facts">
                {d.channel === 'preview' ? null : <span title={IDEMPOTENCY[d.idempotency].long}>{IDEMPOTENCY[d.idempotency].short}</span>}
                {d.deliveredAt ? <span title={instant(d.deliveredAt)}>{shortInstant(d.deliveredAt)} UTC</span> : null}
              </span>
              {facts(d).map((line) => <span className="small" key={line} style={{ overflowWrap: 'anywhere' }}>{line}</span>)}
            </div>
            <State state={d.state} />
          </li>
        ))}
      </ul>
      {retry.isError ? <div className="body"><ErrorState fault={retry.error} inline kept="Nothing was sent." /></div> : null}
    </Card>
  );
}
