import { beforeAll, describe, expect, it } from 'vitest';
import { closeToTotal } from '../src/money/apportion';
import { parse, print, printSteps, roundSteps, sum } from '../src/money/decimal';
import { age, amount, change, compact, digitsOf, exact, hours, MINUS, percent, setLocale } from '../src/money/format';

beforeAll(() => setLocale('en-US'));

describe('decimal', () => {
  it.each(['0', '1', '-1', '0.1', '123456789012.123456789012345678', '-0.000000000000000001', '999999999999'])('prints what it parsed: %s', (text) => {
    expect(print(parse(text))).toBe(text);
  });

  it.each(['', '1e3', 'NaN', '1,5', '.5', '1.', '+1', '0.1234567890123456789', ' 1'])('refuses %j', (text) => {
    expect(() => parse(text)).toThrow('not a canonical decimal');
  });

  it('adds where floats would not', () => {
    expect(print(sum([parse('0.1'), parse('0.2')]))).toBe('0.3');
    expect(print(sum(Array.from({ length: 1000 }, () => parse('0.000000000000000001'))))).toBe('0.000000000000001');
  });

  it.each([
    ['1.005', 2, '1.01'],
    ['-1.005', 2, '-1.01'],
    ['1.00499999', 2, '1.00'],
    ['0.5', 0, '1'],
    ['-0.5', 0, '-1'],
    ['0.004', 2, '0.00'],
    ['2124', 2, '2124.00'],
    ['66.666666666666666667', 2, '66.67'],
  ])('rounds %s to %i digits HALF_UP: %s', (text, digits, expected) => {
    expect(printSteps(roundSteps(parse(text), digits), digits)).toBe(expected);
  });
});

describe('closing to the displayed total', () => {
  const shown = (rows: string[], digits = 2) => {
    const units = rows.map(parse);
    const closed = closeToTotal(units, sum(units), digits);
    return { rows: closed.rows.map((r) => printSteps(r, digits)), total: printSteps(closed.total, digits), gap: closed.gap };
  };

  it('gives the missing cent to the largest remainder', () => {
    expect(shown(['33.333333', '33.333333', '33.333334'])).toEqual({ rows: ['33.33', '33.33', '33.34'], total: '100.00', gap: 0n });
  });

  it('breaks ties by the earlier row', () => {
    expect(shown(['0.005', '0.005'])).toEqual({ rows: ['0.01', '0.00'], total: '0.01', gap: 0n });
  });

  it('closes with negative rows', () => {
    expect(shown(['10.006', '-4.003', '-0.001'])).toEqual({ rows: ['10.00', '-4.00', '0.00'], total: '6.00', gap: 0n });
  });

  it('shows a gap instead of spreading it', () => {
    const closed = closeToTotal([parse('1'), parse('2')], parse('4'), 2);
    expect(closed.gap).toBe(100n);
    expect(closed.rows).toEqual([100n, 200n]);
  });

  it('always sums to the total, for 500 seeded tables', () => {
    let seed = 20261124;
    const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
    for (let n = 0; n < 500; n += 1) {
      const rows = Array.from({ length: 1 + (next() % 40) }, () => (BigInt(next()) * BigInt(next()) * 7n - 10n ** 18n) * 13n);
      const closed = closeToTotal(rows, sum(rows), n % 4);
      expect(closed.gap, `seed case ${n}`).toBe(0n);
      expect(closed.rows.reduce((a, b) => a + b, 0n), `seed case ${n}`).toBe(closed.total);
      closed.rows.forEach((r, i) => {
        const off = r * 10n ** BigInt(18 - (n % 4)) - rows[i]!;
        expect(off < 10n ** BigInt(18 - (n % 4)) && -off < 10n ** BigInt(18 - (n % 4))).toBe(true);
      });
    }
  });
});

describe('figures on the screen', () => {
  it('groups by the reader’s locale and keeps every digit', () => {
    expect(amount(parse('1234567.895'), 'USD')).toBe('1,234,567.90');
    expect(exact('-1234567.000000000000000001')).toBe(`${MINUS}1,234,567.000000000000000001`);
    setLocale('de-DE');
    expect(amount(parse('1234567.895'), 'EUR')).toBe('1.234.567,90');
    setLocale('en-US');
  });

  it('takes the digits of the currency', () => {
    expect(digitsOf('JPY')).toBe(0);
    expect(digitsOf('USD')).toBe(2);
    expect(digitsOf('not a code')).toBe(2);
    expect(amount(parse('1234.5'), 'JPY')).toBe('1,235');
  });

  it('writes zero as 0', () => {
    expect(amount(0n, 'USD')).toBe('0');
  });

  it.each([
    ['3421977.12', '3.42M'],
    ['999999.999', '1.00M'],
    ['99999.99', '100.0k'],
    ['123456', '123.5k'],
    ['1234', '1.23k'],
    ['999.5', '999.50'],
    ['-3421977.12', `${MINUS}3.42M`],
    ['40000000000', '40.00B'],
    ['0', '0'],
  ])('shortens %s to %s', (text, expected) => {
    expect(compact(parse(text))).toBe(expected);
  });

  it('says a change with arrow and sign', () => {
    expect(change(parse('110'), parse('100'))).toEqual({ arrow: '\u2191', percent: '+10.0\u00a0%' });
    expect(change(parse('90'), parse('100'))).toEqual({ arrow: '\u2193', percent: `${MINUS}10.0\u00a0%` });
    expect(change(parse('90'), 0n)).toEqual({ arrow: '\u2191', percent: undefined });
    expect(change(parse('-90'), parse('-100'))).toEqual({ arrow: '\u2191', percent: '+10.0\u00a0%' });
  });

  it('writes missing as an en dash, never as zero', () => {
    expect(percent(undefined)).toBe('\u2013');
    expect(percent(0)).toBe('0.0\u00a0%');
  });

  it('turns nanoseconds into GPU hours without floats', () => {
    expect(hours(3_600_000_000_000n)).toBe('1.0');
    expect(hours(9_000_000_000_000_000n)).toBe('2,500');
    expect(hours(0n)).toBe('0');
  });

  it('says an age in its largest unit', () => {
    expect(age(7300)).toBe('2\u00a0h');
    expect(age(0.4)).toBe('now');
  });
});
