import type { CloseHead, CloseItem, CloseState, FigureGroups, ItemState } from '../../api/close';
import { dayRange, month } from '../../money/time';
import { addDays } from '../../money/time';
import { Mark } from '../../parts/basics';

const STATE: Record<CloseState, 'ok' | 'risk' | 'waiting'> = { open: 'waiting', in_review: 'waiting', closed: 'ok', reopened: 'risk' };

export function StateMark({ head }: { head: CloseHead }) {
  return <Mark kind={STATE[head.state]}>{head.words.charAt(0).toUpperCase() + head.words.slice(1)}</Mark>;
}

const ITEM: Record<ItemState, 'ok' | 'waiting' | 'bad'> = { done: 'ok', acknowledged: 'waiting', open: 'bad' };
const ITEM_WORDS: Record<ItemState, string> = { done: 'Done', acknowledged: 'Acknowledged', open: 'Open' };

/** An optional item that is open is worth a look, and keeps nobody from signing. */
export function ItemMark({ item }: { item: CloseItem }) {
  return <Mark kind={item.state === 'open' && !item.required ? 'risk' : ITEM[item.state]}>{ITEM_WORDS[item.state]}</Mark>;
}

/** "Oct 2026" where the period is that month, else its days. */
export function daysOf(head: Pick<CloseHead, 'firstDay' | 'lastDay'>): string {
  const end = addDays(head.lastDay, 1);
  const whole = head.firstDay.endsWith('-01') && end.endsWith('-01') && head.firstDay.slice(0, 7) === head.lastDay.slice(0, 7);
  return whole ? month(head.firstDay.slice(0, 7)) : dayRange(head.firstDay, end);
}

/** The period that is to be worked on: the newest that has ended and is not closed, else the newest that ended. */
export function periodToClose(rows: readonly CloseHead[]): string {
  const ended = rows.filter((r) => r.ended);
  return (ended.find((r) => r.state !== 'closed') ?? ended[0] ?? rows[0])?.period ?? '';
}

export function metricWord(metric: string): string {
  return metric === 'billed' ? 'Invoiced' : 'Amortised';
}

export function figureKey(f: FigureGroups): string {
  return [f.metric, f.basis, f.source, f.account, f.team, f.costCenter, f.service, f.currency].join('\u0000');
}
