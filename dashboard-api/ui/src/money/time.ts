/** Screen forms of UTC instants and days. The ledger's days are UTC days, so the screen says UTC. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONG = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
];

/** 3 Nov 2026, 14:05 UTC */
export function instant(text: string | null | undefined): string {
  if (!text) return '\u2013';
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}, ${clock} UTC`;
}

/** 3 Nov, 14:05 */
export function shortInstant(text: string | null | undefined): string {
  if (!text) return '\u2013';
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** 3 Nov from 2026-11-03 or an instant of that day. */
export function day(text: string): string {
  const [, month, date] = text.slice(0, 10).split('-').map(Number);
  return `${date} ${MONTHS[month! - 1]}`;
}

export function dayYear(text: string): string {
  return `${day(text)} ${text.slice(0, 4)}`;
}

/** November 2026 from 2026-11 */
export function month(text: string): string {
  const [year, number] = text.split('-').map(Number);
  return `${LONG[number! - 1]} ${year}`;
}

/** 1-23 Nov for a half-open range of days. */
export function dayRange(start: string, end: string): string {
  const last = addDays(end, -1);
  if (last <= start.slice(0, 10)) return dayYear(start);
  if (start.slice(0, 7) === last.slice(0, 7)) return `${Number(start.slice(8, 10))}\u2013${dayYear(last)}`;
  if (start.slice(0, 4) === last.slice(0, 4)) return `${day(start)} \u2013 ${dayYear(last)}`;
  return `${dayYear(start)} \u2013 ${dayYear(last)}`;
}

export function addDays(date: string, days: number): string {
  const at = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

export function daysBetween(start: string, end: string): number {
  return Math.round((Date.parse(`${end.slice(0, 10)}T00:00:00Z`) - Date.parse(`${start.slice(0, 10)}T00:00:00Z`)) / 86_400_000);
}

/** Nov 2025 from any day of it. */
export function shortMonth(text: string): string {
  return `${MONTHS[Number(text.slice(5, 7)) - 1]} ${text.slice(0, 4)}`;
}

export function listMonths(start: string, end: string): string[] {
  const months: string[] = [];
  for (let m = `${start.slice(0, 7)}-01`; m < end; m = addDays(`${m.slice(0, 7)}-28`, 4).slice(0, 7).concat('-01')) months.push(m);
  return months;
}

export function listDays(start: string, end: string): string[] {
  const days: string[] = [];
  for (let d = start; d < end; d = addDays(d, 1)) days.push(d);
  return days;
}

function two(value: number): string {
  return value.toString().padStart(2, '0');
}

/** A time of some wall clock, as `2026-11-24T17:45`, in words. */
export function clockWords(local: string): string {
  return instant(`${local}Z`).replace(/ UTC$/, '');
}

/** The instant of a wall clock's time in a zone: of a time that comes twice the first, of one that is skipped as long after the gap began. */
export function ofClock(local: string, zone: string): Date | undefined {
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall)) return undefined;
  // The offset before counts where clocks change, as it does for the server.
  const before = offset(wall - 86_400_000, zone);
  const after = offset(wall + 86_400_000, zone);
  const late = wall - after;
  return new Date(offset(wall - before, zone) === before || offset(late, zone) !== after ? wall - before : late);
}

/** How far the clocks of a zone are ahead of UTC at an instant, in ms. */
function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(at);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(at / 1000) * 1000;
}
