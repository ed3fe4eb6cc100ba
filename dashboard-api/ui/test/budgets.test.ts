import { describe, expect, it } from 'vitest';
import { readAmount } from '../src/screens/budgets/form';
import { measured, periodWords, readLimits, termsWords } from '../src/screens/budgets/words';

const plain = { name: 'b', filter: '', period: 'monthly' as const, currency: 'USD', limit: '5', thresholds: [100] };

describe('budgets in words', () => {
  it('names every kind of period', () => {
    expect(['2026-11', '2026-W48', '2026-Q4', '2026', '2026-11-30', '2026-11-30/30d', 'project', 'FY2026-P03'].map(periodWords)).toEqual(
      ['November 2026', 'Week 48 of 2026', 'Q4 2026', '2026', '2026-11-30', '30 days to 2026-11-30', 'Whole project', 'FY2026-P03']);
  });

  it('says what sets a budget apart from a month of what is invoiced', () => {
    expect(termsWords(plain)).toBe('invoiced');
    expect(termsWords({ ...plain, metric: 'effective', include: { tax: false, purchases: false, credits: true }, zone: 'Europe/Berlin', shared: true, rollover: { mode: 'unspent', cap: '5' } }))
      .toBe('amortised · without tax, purchases · Europe/Berlin · with rollover · shared');
    expect(termsWords({ ...plain, unit: 'gpu-hours', currency: '' })).toBe('');
    expect(measured('5', { unit: 'gpu-hours', currency: '' })).toContain('GPU-hours');
  });

  it('reads limits of periods, a line each, and names the line that is none', () => {
    expect(readLimits('2026-11: 250,000\n\n FY2026-P12 = 60000.50', readAmount)).toEqual({ limits: { '2026-11': '250000', 'FY2026-P12': '60000.5' } });
    for (const wrong of ['2026-11', '2026-11: much', '2026-11: 0']) expect(readLimits(`2026-12: 5\n${wrong}`, readAmount)).toEqual({ wrong });
    expect(readLimits('2026-11: 5\n2026-11: 6', readAmount)).toEqual({ wrong: '2026-11: 6' });
  });
});
