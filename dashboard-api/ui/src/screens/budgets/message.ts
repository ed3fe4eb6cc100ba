import type { AlertPreview } from '../../api/messages';

/** The words of a message that is not Slack's: of a mail, a card of Teams, an incident or an event. */
export function messageText(preview: AlertPreview): string {
  switch (preview.kind) {
    case 'email':
      return `${preview.subject ?? ''}\n\n${preview.text ?? ''}`;
    case 'teams':
      return (preview.attachments ?? []).flatMap((a) => a.content.body ?? []).map((block) => (block.inlines ?? []).map((run) => run.text).join('')).join('\n\n');
    case 'pagerduty':
      return [preview.payload?.summary ?? '', ...Object.values(preview.payload?.custom_details ?? {})].join('\n\n');
    case 'webhook':
      return `${preview.data?.title ?? ''}\n\n${preview.data?.text ?? ''}`;
    default:
      return preview.text ?? '';
  }
}

/** The payload alone, without what the preview adds to it. */
export function messageJson({ channel: _c, name: _n, kind: _k, ...payload }: AlertPreview): string {
  return JSON.stringify(payload, null, 2);
}
