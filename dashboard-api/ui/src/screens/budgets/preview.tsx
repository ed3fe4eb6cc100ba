import { useState } from 'react';
import { useAlertPreview } from '../../api/queries';
import type { Alert } from '../../api/types';
import { Card, CopyButton, EmptyState, ErrorState, Segmented, SkeletonRows } from '../../parts/basics';
import { SlackMessage } from '../../parts/slack';

/** The message of an alert as its channel shows it, from the very blocks that are posted. */
export function PreviewCard({ alert }: { alert: Alert | undefined }) {
  const preview = useAlertPreview(alert?.id ?? '');
  const [form, setForm] = useState<'message' | 'text' | 'blocks'>('message');
  return (
    <Card
      title="Message"
      sub={alert?.channel ?? undefined}
      actions={alert && preview.data ? (
        <>
          <Segmented label="Form of the message" value={form} options={[['message', 'Slack'], ['text', 'Plain text'], ['blocks', 'Blocks']] as const} onChange={setForm} />
          <CopyButton text={() => JSON.stringify({ text: preview.data.text, blocks: preview.data.blocks }, null, 2)} label="Copy the blocks as JSON" />
        </>
      ) : undefined}
    >
      {!alert ? <EmptyState title="No message yet" why="The exact message that goes to Slack is shown here for the chosen alert." /> : preview.isError ? <ErrorState fault={preview.error} retry={() => void preview.refetch()} /> : !preview.data ? <SkeletonRows rows={8} /> : form === 'message' ? (
        <SlackMessage blocks={preview.data.blocks} text={preview.data.text} at={alert.raisedAt} />
      ) : (
        <div className="body"><pre className="raw mono" style={{ margin: 0, maxHeight: 520, overflow: 'auto' }} tabIndex={0}>{form === 'text' ? preview.data.text : JSON.stringify(preview.data.blocks, null, 2)}</pre></div>
      )}
    </Card>
  );
}
