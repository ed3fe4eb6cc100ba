import type { VarianceParts } from '../api/variance';
import { parse } from '../money/decimal';
import { amount, exact } from '../money/format';
import { month } from '../money/time';
import type { WaterStep } from '../parts/waterfall';

export type Part = Exclude<keyof VarianceParts, 'before' | 'after' | 'change'>;

/** The parts in the order in which they lead from one month to the other. */
export const PARTS: readonly { part: Part; words: string; says: string; /** Which charges of the later month stand behind it. */ filter: (currency: string) => string }[] = [
  { part: 'usage', words: 'Usage', says: 'more or less used, at the average price before', filter: () => 'chargeCategory:"Usage"' },
  { part: 'rate', words: 'Rate', says: 'other prices for what was used', filter: () => 'chargeCategory:"Usage"' },
  { part: 'mix', words: 'Mix', says: 'dearer or cheaper things used than before', filter: () => 'chargeCategory:"Usage"' },
  { part: 'commitment', words: 'Commitments', says: 'what commitments make of it, used and unused', filter: () => 'commitment!:"-"' },
  { part: 'currencyEffect', words: 'Exchange rates', says: 'the same charges at another rate', filter: (currency) => `currency!:"${currency}"` },
  { part: 'oneOff', words: 'One-off', says: 'purchases, credits, tax, adjustments', filter: () => 'chargeCategory!:"Usage"' },
  { part: 'other', words: 'Other', says: 'came, went, or is not counted', filter: () => 'chargeCategory:"Usage"' },
];

/** From one month to the other; `open` is asked with the month and the filter of the charges behind a bar. */
export function varianceSteps(of: VarianceParts, currency: string, months: { against: string; period: string }, open: (period: string, filter: string) => void): WaterStep[] {
  const step = (key: keyof VarianceParts, words: string, more: Partial<WaterStep>): WaterStep => ({ key, words, value: parse(of[key]), text: amount(parse(of[key]), currency), exact: `${exact(of[key])} ${currency}`, ...more });
  return [
    step('before', month(months.against), { sum: true, open: () => open(months.against, '') }),
    ...PARTS.map(({ part, words, says, filter }) => step(part, `${words}: ${says}`, { open: () => open(months.period, filter(currency)) })),
    step('after', month(months.period), { sum: true, open: () => open(months.period, '') }),
  ];
}
