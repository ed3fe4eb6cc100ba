import { describe, expect, it } from 'vitest';
import type { VarianceParts } from '../src/api/variance';
import { waterCloses } from '../src/parts/waterfall';
import { PARTS, varianceSteps } from '../src/screens/variance-steps';
import { variance } from './mock/variance.mjs';

const of: VarianceParts = { before: '94.5', after: '147.2', change: '52.7', usage: '108', rate: '0', mix: '0', commitment: '-63', currencyEffect: '3.2', oneOff: '4.5', other: '0' };
const months = { against: '2026-09', period: '2026-10' };

describe('the variance', () => {
  it('leads from one month to the other and closes to the last digit', () => {
    const steps = varianceSteps(of, 'EUR', months, () => {});
    expect(steps.map((s) => s.words.split(':')[0])).toEqual(['September 2026', 'Usage', 'Rate', 'Mix', 'Commitments', 'Exchange rates', 'One-off', 'Other', 'October 2026']);
    expect(waterCloses(steps)).toBe(true);
    expect(waterCloses(varianceSteps({ ...of, other: '0.000000000000000001' }, 'EUR', months, () => {}))).toBe(false);
  });

  it('opens the charges behind each bar, those of the month that it is of', () => {
    const opened: [string, string][] = [];
    for (const step of varianceSteps(of, 'EUR', months, (period, filter) => opened.push([period, filter]))) step.open?.();
    expect(opened).toHaveLength(PARTS.length + 2);
    expect(opened[0]).toEqual(['2026-09', '']);
    expect(opened.at(-1)).toEqual(['2026-10', '']);
    expect(opened[4]).toEqual(['2026-10', 'commitment!:"-"']);
    expect(opened[5]).toEqual(['2026-10', 'currency!:"EUR"']);
    expect(opened[6]).toEqual(['2026-10', 'chargeCategory!:"Usage"']);
  });

  it('is looked at over a mock whose parts sum', () => {
    const answer = variance({ ...months, currency: 'EUR' });
    for (const total of [...answer.totals, ...answer.rows]) expect(waterCloses(varianceSteps(total, 'EUR', months, () => {}))).toBe(true);
  });
});
