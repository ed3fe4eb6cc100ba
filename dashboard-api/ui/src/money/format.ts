import { parse, parseOptional, printSteps, roundSteps, type Units } from './decimal';

/** The reader's locale decides separators; nothing else of the figure depends on it. */
let locale: string | undefined;

export function setLocale(tag: string | undefined): void {
  locale = tag;
  separators = undefined;
}

let separators: { group: string; decimal: string } | undefined;

function marks(): { group: string; decimal: string } {
  if (!separators) {
    const parts = new Intl.NumberFormat(locale).formatToParts(-1234567.8);
    separators = {
      group: parts.find((p) => p.type === 'group')?.value ?? ',',
      decimal: parts.find((p) => p.type === 'decimal')?.value ?? '.',
    };
  }
  return separators;
}

export const MINUS = '\u2212';
export const MISSING = '\u2013';

/** Digits after the point that a currency is shown with; 2 where the code is not an ISO currency. */
export function digitsOf(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
    );
  } catch {
    return 2;
  }
}

/** Puts the locale's separators into a plain decimal text such as -1234.50. */
export function group(plain: string): string {
  const { group: g, decimal } = marks();
  const negative = plain.startsWith('-');
  const [whole = '0', fraction] = (negative ? plain.slice(1) : plain).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, g);
  return (negative ? MINUS : '') + grouped + (fraction === undefined ? '' : decimal + fraction);
}

/** Rounded HALF_UP to the currency's digits, without the code: the code stands once per column. */
export function amount(units: Units, currency: string): string {
  const digits = digitsOf(currency);
  return steps(roundSteps(units, digits), digits);
}

/** Steps of 10^-digits, as `closeToTotal` returns them. Zero is 0. */
export function steps(count: bigint, digits: number): string {
  return count === 0n ? '0' : group(printSteps(count, digits));
}

export function amountText(text: string | null | undefined, currency: string): string {
  const units = parseOptional(text);
  return units === undefined ? MISSING : amount(units, currency);
}

/** All digits of the stored amount, for hovers and proofs. */
export function exact(text: string): string {
  parse(text);
  return group(text);
}

const COMPACT = [
  [12, 'T'],
  [9, 'B'],
  [6, 'M'],
  [3, 'k'],
] as const;

/** Three to four significant digits for tiles and axes; the full value belongs on hover. */
export function compact(units: Units): string {
  const size = units < 0n ? -units : units;
  for (const [power, suffix] of COMPACT) {
    // From where it rounds up into this unit on, so that 999,999.99 is 1.00M and never 1000.0k.
    const digits = size >= 99_995n * 10n ** BigInt(15 + power) ? 1 : 2;
    if (size >= 10n ** BigInt(18 + power) - 5n * 10n ** BigInt(18 + power - 5)) {
      return group(printSteps(roundSteps(units / 10n ** BigInt(power), digits), digits)) + suffix;
    }
  }
  if (units === 0n) return '0';
  return group(printSteps(roundSteps(units, 2), 2));
}

/** An arrow and a sign in words of figures: up is not good or bad by itself. */
export function change(now: Units, before: Units): { arrow: string; percent: string | undefined } {
  const difference = now - before;
  const arrow = difference > 0n ? '\u2191' : difference < 0n ? '\u2193' : '\u2192';
  if (before === 0n) return { arrow, percent: undefined };
  const size = before < 0n ? -before : before;
  const tenths = roundSteps((difference * 100n * 10n ** 18n) / size, 1);
  const sign = tenths > 0n ? '+' : '';
  return { arrow, percent: `${sign}${group(printSteps(tenths, 1))}\u00a0%` };
}

export function percent(ratio: number | null | undefined, digits = 1): string {
  if (ratio === null || ratio === undefined || Number.isNaN(ratio)) return MISSING;
  return `${group((ratio * 100).toFixed(digits))}\u00a0%`;
}

export function count(value: number | bigint | null | undefined): string {
  return value === null || value === undefined ? MISSING : group(value.toString());
}

const NANOS_PER_HOUR = 3_600_000_000_000n;

/** GPU hours from nanoseconds, rounded HALF_UP to one digit (none from a thousand hours up). */
export function hours(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  const digits = size >= 1000n * NANOS_PER_HOUR ? 0 : 1;
  const scaled = (nanos * 10n ** 18n) / NANOS_PER_HOUR;
  const rounded = roundSteps(scaled, digits);
  return rounded === 0n ? '0' : group(printSteps(rounded, digits));
}

const UNITS = [
  ['d', 86400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** An age in its largest whole unit: 3 h, 2 d. */
export function age(seconds: number): string {
  for (const [unit, size] of UNITS) {
    if (seconds >= size) return `${Math.floor(seconds / size)}\u00a0${unit}`;
  }
  return 'now';
}

export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return MISSING;
  return group((value / 2 ** 30).toFixed(1));
}

/** GPU hours that come as hours, rounded HALF_UP to one digit. */
export function hoursOf(units: Units | undefined): string {
  if (units === undefined) return MISSING;
  const tenths = roundSteps(units, 1);
  return tenths === 0n ? '0' : group(printSteps(tenths, 1));
}
