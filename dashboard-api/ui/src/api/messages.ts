/** Alerts as messages: where they went, and what they say. */

export interface Alert {
  id: string;
  budgetId: string;
  budgetName: string;
  period: string;
  threshold: number;
  kind: 'from_bill' | 'estimated' | 'forecast';
  raisedAt: string;
  state: 'queued' | 'delivered' | 'failed' | 'held' | 'suppressed' | 'acknowledged';
  /** What it is about; an older server says nothing, and then it is a budget. */
  alertKind?: string;
  status?: 'open' | 'acknowledged' | 'snoozed' | 'recovered';
  spent: string;
  limit: string;
  currency?: string;
  channel?: string | null;
  attempts?: number;
  lastError?: string | null;
  acknowledgedBy?: string | null;
  acknowledgedAt?: string | null;
  recoveredAt?: string | null;
  recoveryReason?: string | null;
  deliveries?: AlertDelivery[];
}

export interface AlertDelivery {
  id: string;
  channel: string;
  kind: ChannelKind;
  step: 'raised' | 'acknowledged' | 'snoozed' | 'assigned' | 'reminded' | 'escalated' | 'recovered' | 'updated';
  state: 'queued' | 'sending' | 'delivered' | 'retrying' | 'dead' | 'held' | 'gathered' | 'suppressed';
  sequence?: number;
  heldFor?: string | null;
  heldUntil?: string | null;
  attempts: number;
  uncertainAttempts: number;
  idempotency: 'none' | 'dedup_key' | 'event_id';
  mayStandTwice: boolean;
  nextAttemptAt: string | null;
  lastError: string | null;
  externalId: string | null;
  deliveredAt: string | null;
}

export type ChannelKind = 'slack' | 'slack-bot' | 'email' | 'teams' | 'pagerduty' | 'webhook';

export interface Channel {
  name: string;
  kind: ChannelKind;
  destination: string;
  idempotency: AlertDelivery['idempotency'];
  missingSecrets: string[];
  waiting: number;
  dead: number;
  delivered: number;
  lastDeliveredAt: string | null;
  lastError: string | null;
  /** How Slack tells of pressed buttons by Socket Mode; null where the channel has none. */
  buttons: { state: 'connecting' | 'connected' | 'failing' | 'switched_off'; since: string; error: string | null } | null;
}

export interface ChannelTest {
  channel: string;
  delivered: boolean;
  error: string | null;
  uncertain: boolean;
  externalId: string | null;
}

export interface SlackText {
  type: 'mrkdwn' | 'plain_text';
  text: string;
  emoji?: boolean;
}

export interface SlackElement {
  type: string;
  text?: string | SlackText;
  style?: string;
  url?: string;
  action_id?: string;
  alt_text?: string;
  image_url?: string;
  elements?: SlackElement[];
}

export interface SlackBlock {
  type: string;
  text?: SlackText;
  fields?: SlackText[];
  elements?: SlackElement[];
  accessory?: SlackElement;
}

/** A message as it is sent; beside these its payload stands as it is. */
export interface AlertPreview {
  channel: string;
  name?: string;
  kind?: ChannelKind;
  text?: string;
  blocks?: SlackBlock[];
  subject?: string;
  html?: string;
  attachments?: { content: { body?: { inlines?: { text: string }[] }[] } }[];
  payload?: { summary?: string; custom_details?: Record<string, string> };
  data?: { title?: string; text?: string };
}
