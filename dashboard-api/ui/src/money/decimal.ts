/**
 * Exact decimals at the ledger's scale of 18 digits, held as one BigInt. Amounts arrive as canonical
 * decimal strings and leave as such; no amount ever becomes a JavaScript number except for the length
 * of a mark on the screen (`toPixels`), which never flows back into a figure.
 */
export const SCALE = 18;
const ONE = 10n ** BigInt(SCALE);
const PATTERN = /^(-?)(\d+)(?:\.(\d{1,18}))?$/;

/** An amount times 10^18. A plain BigInt, so that sums are sums. */
export type Units = bigint;

/** Reads a canonical decimal string; throws where the text is not one. */
export function parse(text: string): Units {
  const match = PATTERN.exec(text);
  if (!match) throw new Error(`"${text}" is not a canonical decimal string`);
  const [, sign, whole, fraction = ''] = match;
  const units = BigInt(whole!) * ONE + BigInt(fraction.padEnd(SCALE, '0'));
  return sign ? -units : units;
}

/** Reads what may be missing: undefined, null and an empty text are no amount, never zero. */
export function parseOptional(text: string | null | undefined): Units | undefined {
  return text === undefined || text === null || text === '' ? undefined : parse(text);
}

/** Prints without exponent and without trailing zeros. */
export function print(units: Units): string {
  const negative = units < 0n;
  const size = negative ? -units : units;
  const fraction = (size % ONE).toString().padStart(SCALE, '0').replace(/0+$/, '');
  const whole = (size / ONE).toString();
  return (negative ? '-' : '') + whole + (fraction ? `.${fraction}` : '');
}

export function sum(values: Iterable<Units>): Units {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

/** Rounds HALF_UP (away from zero at the half) to `digits` and returns the count of those smallest steps. */
export function roundSteps(units: Units, digits: number): bigint {
  const step = 10n ** BigInt(SCALE - digits);
  const negative = units < 0n;
  const size = negative ? -units : units;
  const steps = (size + step / 2n) / step;
  return negative ? -steps : steps;
}

/** Prints a count of steps of 10^-digits with exactly `digits` digits. */
export function printSteps(steps: bigint, digits: number): string {
  const negative = steps < 0n;
  const text = (negative ? -steps : steps).toString().padStart(digits + 1, '0');
  const whole = digits === 0 ? text : text.slice(0, -digits);
  return (negative ? '-' : '') + whole + (digits === 0 ? '' : `.${text.slice(-digits)}`);
}

/** part / whole as a ratio for shares and lengths; 0 where there is no whole. */
export function ratio(part: Units, whole: Units): number {
  if (whole === 0n) return 0;
  return Number((part * 1_000_000n) / whole) / 1_000_000;
}

/** For the position of a mark only. */
export function toPixels(units: Units): number {
  return Number(units / 10n ** 9n) / 1e9;
}

export function compare(a: Units, b: Units): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
