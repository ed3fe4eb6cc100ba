import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Conversion } from '../src/api/answers';
import type { Costs } from '../src/api/costs';
import { NotConverted, ratesWords, RatesUsed } from '../src/parts/rates';
import { breakdown } from '../src/screens/overview/model';

const CONVERSION: Conversion = {
  currency: 'EUR',
  purpose: 'monthly-average',
  rates: [{ from: 'USD', to: 'EUR', firstDay: '2026-10-01', rate: '0.9 (ECB)', lockedBy: 'FY2026-P10' }],
  unconverted: { JPY: '1000.000000000000000001' },
  missing: ['no monthly average rate from JPY to EUR at 2026-10-01T00:00:00Z; add it to the currencies'],
};

describe('exchange rates of an answer', () => {
  it('are counted, and what stays in its own currency is named', () => {
    expect(ratesWords(CONVERSION)).toBe('1 rate, JPY not converted');
    expect(ratesWords({ ...CONVERSION, rates: [], unconverted: {} })).toBe('0 rates');
    expect(renderToStaticMarkup(<RatesUsed conversion={CONVERSION} />)).toContain('1 rate, JPY not converted');
    expect(renderToStaticMarkup(<RatesUsed conversion={undefined} />)).toBe('');
  });

  it('an amount without a rate is told to the last digit, not left out in silence', () => {
    expect(renderToStaticMarkup(<NotConverted conversion={CONVERSION} />)).toContain('1,000.000000000000000001 JPY');
    expect(renderToStaticMarkup(<NotConverted conversion={{ ...CONVERSION, unconverted: {} }} />)).toBe('');
  });

  it('rows in another currency are never added to the converted ones', () => {
    const costs: Costs = {
      rows: [
        { period: '', group: { team: 'search' }, currency: 'EUR', amount: '9', basis: { from_bill: '9', estimated: '0' } },
        { period: '', group: { team: 'search' }, currency: 'JPY', amount: '1000', basis: { from_bill: '1000', estimated: '0' } },
      ],
      total: '9',
      totals: { EUR: '9', JPY: '1000' },
      snapshot: {},
      conversion: CONVERSION,
    };
    expect(breakdown(costs, 'team', 'EUR').total).toBe(9n * 10n ** 18n);
  });
});
