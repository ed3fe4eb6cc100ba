import { type AlertStatus, STATUSES } from '../../api/alerts';

export const ALL = 'all' as const;
export type Wanted = AlertStatus | typeof ALL;

export const STATUS_WORDS: Record<AlertStatus, string> = { open: 'Open', snoozed: 'Snoozed', acknowledged: 'Taken on', recovered: 'Over' };

/** Which alerts a link asks for, e.g. that of a digest; undefined where it names an alert, or nothing. */
export function wantedBy(select: string): Wanted | undefined {
  return select.startsWith('status:') ? ([...STATUSES, ALL] as const).find((status) => status === select.slice(7)) : undefined;
}
