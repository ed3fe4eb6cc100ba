import { roundSteps, type Units } from './decimal';

/**
 * Rounds the rows of a displayed table so that they close to the displayed total: the total is rounded
 * HALF_UP and the rows by largest remainder to it, ties going to the earlier row. Returns counts of
 * steps of 10^-digits. Rows that do not add up to the total are a fault of the caller, so the gap is
 * returned and shown as a row of its own rather than spread.
 */
export function closeToTotal(
  rows: readonly Units[],
  total: Units,
  digits: number,
): { rows: bigint[]; total: bigint; gap: bigint } {
  const step = 10n ** BigInt(18 - digits);
  const wanted = roundSteps(total, digits);
  const actual = rows.reduce((a, b) => a + b, 0n);
  const gap = wanted - roundSteps(actual, digits);
  const floors = rows.map((row) => floorDivide(row, step));
  const remainders = rows.map((row, i) => row - floors[i]! * step);
  let missing = wanted - gap - floors.reduce((a, b) => a + b, 0n);
  const order = rows
    .map((_, i) => i)
    .sort((a, b) => (remainders[b]! > remainders[a]! ? 1 : remainders[b]! < remainders[a]! ? -1 : a - b));
  const result = [...floors];
  for (const i of order) {
    if (missing <= 0n) break;
    result[i] = result[i]! + 1n;
    missing -= 1n;
  }
  return { rows: result, total: wanted, gap };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
