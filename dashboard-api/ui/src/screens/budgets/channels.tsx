import { useChannels, useTestChannel } from '../../api/queries';
import type { Channel } from '../../api/messages';
import { useSignedIn } from '../../context';
import { instant, shortInstant } from '../../money/time';
import { Card, EmptyState, ErrorState, Mark, SkeletonRows } from '../../parts/basics';
import { IDEMPOTENCY, KIND } from './channel-words';

/** The channels of the file: where each leads, how it stands, and a message to try it. */
export function ChannelsCard() {
  const channels = useChannels(true);
  const rows = channels.data?.rows ?? [];
  return (
    <Card title="Channels" sub={rows.length > 0 ? `${rows.length} in gpuledger.yaml` : undefined}>
      {channels.isError && !channels.data ? <ErrorState fault={channels.error} retry={() => void channels.refetch()} /> : channels.isPending ? <SkeletonRows rows={3} /> : rows.length === 0 ? (
        <EmptyState title="No channel is configured" why="Alerts stand on this screen only. Name a channel under alerts.channels in gpuledger.yaml: Slack, mail, Microsoft Teams, PagerDuty or a webhook." />
      ) : (
        <ul>{rows.map((c) => <ChannelItem key={c.name} channel={c} />)}</ul>
      )}
    </Card>
  );
}

/** Pressed buttons that do not reach us are lost to whoever pressed them, so it is said. */
function Buttons({ buttons }: { buttons: Channel['buttons'] }) {
  if (buttons?.state === 'switched_off') return <span className="small">{buttons.error} since {shortInstant(buttons.since)} UTC, so the buttons of its messages do nothing. Switch it on in the settings of the app at Slack, then start GpuLedger anew or change a setting of gpuledger.yaml.</span>;
  if (buttons?.state === 'failing') return <span className="small" style={{ overflowWrap: 'anywhere' }}>The buttons of its messages do not reach us since {shortInstant(buttons.since)} UTC: {buttons.error}. It is tried again.</span>;
  return null;
}

function Standing({ channel }: { channel: Channel }) {
  if (channel.missingSecrets.length > 0) return <Mark kind="bad">Secret missing</Mark>;
  if (channel.dead > 0) return <Mark kind="bad">{channel.dead} given up</Mark>;
  if (channel.buttons?.state === 'switched_off') return <Mark kind="bad">Buttons switched off</Mark>;
  if (channel.buttons?.state === 'failing') return <Mark kind="risk">Buttons not connected</Mark>;
  if (channel.waiting > 0) return <Mark kind="waiting">{channel.waiting} waiting</Mark>;
  return channel.delivered > 0 ? <Mark kind="ok">{channel.delivered} delivered</Mark> : <span className="muted small">Nothing sent yet</span>;
}

function ChannelItem({ channel }: { channel: Channel }) {
  const { role } = useSignedIn();
  const test = useTestChannel();
  return (
    <li className="alert-item">
      <div style={{ display: 'grid', gap: 2, minWidth: 0 }}>
        <span><strong>{channel.name}</strong> <span className="muted">{KIND[channel.kind]} to {channel.destination}</span></span>
        <span className="facts">
          <span title={IDEMPOTENCY[channel.idempotency].long}>{IDEMPOTENCY[channel.idempotency].short}</span>
          {channel.lastDeliveredAt ? <span title={instant(channel.lastDeliveredAt)}>last delivered {shortInstant(channel.lastDeliveredAt)} UTC</span> : null}
        </span>
        {channel.missingSecrets.length > 0 ? <span className="small">{channel.missingSecrets.join(', ')} is not there; set it for the process of GpuLedger</span> : channel.lastError && (channel.dead > 0 || channel.waiting > 0) ? <span className="small" style={{ overflowWrap: 'anywhere' }}>{channel.lastError}</span> : null}
        <Buttons buttons={channel.buttons} />
        <span role="status" className="small">
          {test.isPending ? 'Sending a test' : test.data ? (test.data.delivered ? <Mark kind="ok">The test arrived</Mark> : <Mark kind="bad">The test did not arrive: {test.data.error}</Mark>) : null}
        </span>
        {test.isError ? <ErrorState fault={test.error} inline /> : null}
      </div>
      <div style={{ display: 'grid', gap: 6, justifyItems: 'end' }}>
        <Standing channel={channel} />
        {role === 'admin' ? <button type="button" className="button small" disabled={test.isPending} onClick={() => test.mutate(channel.name)} aria-label={`Send a test to ${channel.name}`}>Send a test</button> : null}
      </div>
    </li>
  );
}
