import { expect, test } from 'vitest';
import { parse } from '../src/money/decimal';
import { hoursOf, MINUS, MISSING, setLocale } from '../src/money/format';

test('hours have one digit, keep the sign of less than an hour, and what is not known is no zero', () => {
  setLocale('en-US');
  expect(hoursOf(parse('1234.56'))).toBe('1,234.6');
  expect(hoursOf(parse('-0.5'))).toBe(`${MINUS}0.5`);
  expect(hoursOf(parse('0.04'))).toBe('0');
  expect(hoursOf(undefined)).toBe(MISSING);
});
