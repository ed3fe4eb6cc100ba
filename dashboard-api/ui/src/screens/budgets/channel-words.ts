import type { AlertDelivery, ChannelKind } from '../../api/messages';

export const KIND: Record<ChannelKind, string> = {
  slack: 'Slack webhook',
  'slack-bot': 'Slack bot',
  email: 'mail',
  teams: 'Microsoft Teams',
  pagerduty: 'PagerDuty',
  webhook: 'signed webhook',
};

/** What a channel promises about a message that is sent again. */
export const IDEMPOTENCY: Record<AlertDelivery['idempotency'], { short: string; long: string }> = {
  none: { short: 'at least once', long: 'The channel has no key that tells a repeated message from a new one.' },
  dedup_key: { short: 'exactly once, by dedup_key', long: 'Repetitions carry the same dedup_key and are one incident.' },
  event_id: { short: 'exactly once, by event id', long: 'Repetitions carry the same CloudEvents id, which the receiver drops.' },
};
