import { useState } from 'react';
import { useAlertPreview } from '../../api/queries';
import type { Alert } from '../../api/messages';
import { Card, CopyButton, EmptyState, ErrorState, Segmented, Select, SkeletonRows } from '../../parts/basics';
import { SlackMessage } from '../../parts/slack';
import { messageJson, messageText } from './message';

/** The message of an alert as its channel shows it, from the very payload that is sent. */
export function PreviewCard({ alert }: { alert: Alert | undefined }) {
  const channels = (alert?.deliveries ?? []).filter((d) => d.step === 'raised').map((d) => d.channel);
  const [picked, setPicked] = useState('');
  const channel = channels.includes(picked) ? picked : '';
  const preview = useAlertPreview(alert?.id ?? '', channel);
  const [form, setForm] = useState<'message' | 'text' | 'json'>('message');
  const slack = preview.data?.blocks !== undefined;
  return (
    <Card
      title="Message"
      sub={channels.length > 1 ? undefined : (alert?.channel ?? undefined)}
      actions={alert && preview.data ? (
        <>
          {channels.length > 1 ? <Select label="Channel" value={channel || (channels[0] ?? '')} options={channels.map((c) => [c, c] as const)} onChange={setPicked} /> : null}
          <Segmented label="Form of the message" value={form} options={slack ? [['message', 'Slack'], ['text', 'Plain text'], ['json', 'Blocks']] as const : [['message', 'Message'], ['json', 'Payload']] as const} onChange={setForm} />
          <CopyButton text={() => messageJson(preview.data)} label="Copy the payload as JSON" />
        </>
      ) : undefined}
    >
      {!alert ? <EmptyState title="No message yet" why="The exact message that goes to a channel is shown here for the chosen alert." /> : preview.isError ? <ErrorState fault={preview.error} retry={() => void preview.refetch()} /> : !preview.data ? <SkeletonRows rows={8} /> : form === 'message' && preview.data.blocks ? (
        <SlackMessage blocks={preview.data.blocks} text={preview.data.text ?? ''} at={alert.raisedAt} />
      ) : (
        <div className="body"><pre className="raw mono" style={{ margin: 0, maxHeight: 520, overflow: 'auto', whiteSpace: form === 'json' ? undefined : 'pre-wrap' }} tabIndex={0}>{form === 'json' ? messageJson(preview.data) : messageText(preview.data)}</pre></div>
      )}
    </Card>
  );
}
