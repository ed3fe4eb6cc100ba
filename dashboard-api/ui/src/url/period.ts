import { addDays, dayRange, daysBetween, month as monthName, shortMonth } from '../money/time';

/**
 * A period as it stands in the URL: a name (`this-month`, `last-month`, `last-30-days`, `quarter`,
 * `13-months`), a month (`2026-10`) or a range of days with both ends in it (`2026-10-01..2026-10-15`).
 */
export type PeriodText = string;

/** Half-open days, UTC. */
export interface Period {
  readonly text: PeriodText;
  readonly start: string;
  readonly end: string;
  readonly label: string;
}

export const NAMED: readonly { text: PeriodText; name: string; key: string }[] = [
  { text: 'this-month', name: 'This month', key: '1' },
  { text: 'last-month', name: 'Last month', key: '2' },
  { text: 'last-30-days', name: 'Last 30 days', key: '3' },
  { text: 'quarter', name: 'This quarter', key: '4' },
  { text: '13-months', name: '13 months', key: '5' },
];

/** The last complete month: the first one that can be tied to its invoices. */
export const DEFAULT_PERIOD: PeriodText = 'last-month';

export function monthStart(date: string, months = 0): string {
  const at = new Date(`${date.slice(0, 7)}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  return at.toISOString().slice(0, 10);
}

/** Resolves against today (a UTC day); an unreadable text gives the default. */
export function resolve(text: PeriodText, today: string): Period {
  const tomorrow = addDays(today, 1);
  switch (text) {
    case 'this-month':
      return named(text, monthStart(today), monthStart(today, 1));
    case 'last-month':
      return named(text, monthStart(today, -1), monthStart(today));
    case 'last-30-days':
      return named(text, addDays(tomorrow, -30), tomorrow);
    case 'quarter': {
      const number = Number(today.slice(5, 7));
      const start = monthStart(today, -((number - 1) % 3));
      return { text, start, end: monthStart(start, 3), label: `Q${Math.ceil(number / 3)} ${today.slice(0, 4)}` };
    }
    case '13-months':
      return named(text, monthStart(today, -12), monthStart(today, 1));
    default:
      return custom(text) ?? resolve(DEFAULT_PERIOD, today);
  }
}

function custom(text: string): Period | undefined {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) {
    return named(text, `${text}-01`, monthStart(`${text}-01`, 1));
  }
  const match = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text);
  if (!match) return undefined;
  const [, start, last] = match;
  if (!isDay(start!) || !isDay(last!) || start! > last!) return undefined;
  return named(text, start!, addDays(last!, 1));
}

export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/** October 2026, Nov 2025 – Nov 2026, or the days. */
function labelOf(start: string, end: string): string {
  if (!start.endsWith('-01') || !end.endsWith('-01') || end <= start) return dayRange(start, end);
  if (end === monthStart(start, 1)) return monthName(start.slice(0, 7));
  return `${shortMonth(start)} – ${shortMonth(addDays(end, -1))}`;
}

function named(text: string, start: string, end: string): Period {
  return { text, start, end, label: labelOf(start, end) };
}

/** The month that a report by month shows for a period: its last one. */
export function monthOf(period: Period): string {
  return addDays(period.end, -1).slice(0, 7);
}

export function isMonth(period: Period): boolean {
  return period.start.endsWith('-01') && period.end === monthStart(period.start, 1);
}

/**
 * The range to compare with, over the same number of elapsed days: a period still running is compared
 * with the same complete days of the one before it, and both ends are said in words.
 */
export function compareWith(
  period: Period,
  today: string,
): { current: { start: string; end: string }; previous: { start: string; end: string; label: string }; partial: boolean } {
  const partial = period.end > today;
  const end = partial ? today : period.end;
  const elapsed = Math.max(daysBetween(period.start, end), 0);
  const months = wholeMonths(period);
  const start = months > 0 ? monthStart(period.start, -months) : addDays(period.start, -daysBetween(period.start, period.end));
  const limit = months > 0 ? period.start : addDays(start, daysBetween(period.start, period.end));
  const previousEnd = partial ? min(addDays(start, elapsed), limit) : limit;
  return {
    current: { start: period.start, end },
    previous: { start, end: previousEnd, label: labelOf(start, previousEnd) },
    partial,
  };
}


function min(a: string, b: string): string {
  return a < b ? a : b;
}

function wholeMonths(period: Period): number {
  if (!period.start.endsWith('-01') || !period.end.endsWith('-01')) return 0;
  const [y1, m1] = period.start.split('-').map(Number);
  const [y2, m2] = period.end.split('-').map(Number);
  return (y2! - y1!) * 12 + m2! - m1!;
}

/** The period before or after, for the arrow keys; undefined past the current month. */
export function shift(period: Period, by: -1 | 1, today: string): PeriodText | undefined {
  const months = wholeMonths(period);
  if (months === 1) {
    const start = monthStart(period.start, by);
    return start > today ? undefined : start.slice(0, 7);
  }
  const start = months > 0 ? monthStart(period.start, by * months) : addDays(period.start, by * daysBetween(period.start, period.end));
  const end = months > 0 ? monthStart(period.end, by * months) : addDays(period.end, by * daysBetween(period.start, period.end));
  return start > today ? undefined : `${start}..${addDays(end, -1)}`;
}
