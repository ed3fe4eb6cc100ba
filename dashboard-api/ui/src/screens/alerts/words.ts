import type { AlertStatus } from '../../api/alerts';

export const STATUS_WORDS: Record<AlertStatus, string> = { open: 'Open', snoozed: 'Snoozed', acknowledged: 'Taken on', recovered: 'Over' };
