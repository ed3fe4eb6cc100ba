// Invoices and the bridge of the made-up estate.
const total = (payable, more = {}) => ({ payable, tax: '1204.11', issueStatus: 'Issued', issuedAt: '2026-11-03T00:00:00Z', dueAt: '2026-12-03T00:00:00Z', payments: [], lines: 14, linesRefused: false, origin: 'file', source: 'aws-main', loadId: 'l', recordedBy: 'mara.lind', recordedAt: '2026-11-04T09:12:00Z', ...more });
const row = (issuer, invoiceId, currency, status, words, billed, of, difference, otherIssuers = []) => ({ issuer, invoiceId, currency, status, words, difference, ledger: billed ? { billed, charges: 66_012, sources: ['aws-main'] } : null, total: of, otherIssuers });
const standing = (currency, status, words, reason) => ({ currency, status, words, reason, tied: 1, notTied: 0, withoutTotal: 0, notYetInvoicedCharges: 0 });

export function invoices(period, empty) {
  const head = { period, snapshot: { asOf: '2026-11-24T10:00:00Z' } };
  if (empty) return { ...head, standing: [], rows: [], totalRows: 0, notYetInvoiced: [], billingPeriods: [] };
  return {
    ...head,
    standing: [standing('EUR', 'no_independent_total', 'not tied to an invoice', '1 invoice has no independently loaded total'), standing('USD', 'not_tied', 'not tied', '1 invoice differs from the charges; lines of 1 invoice could not be read')],
    rows: [
      row('Azure', 'E0500XK1', 'USD', 'not_tied', 'not tied', '412930.114400000000000001', total('412930.1144', { origin: 'typed', source: 'azure-main', payments: [{ currency: 'CHF', payable: '371204.05' }] }), '-0.000000000000000001'),
      { ...row('AWS', 'INV-2026-10-100000000007', 'USD', 'not_tied', 'not tied', '', null, null), refused: { source: 'aws-main', loadId: 'l7', recordedBy: 'mara.lind', recordedAt: '2026-11-04T09:20:00Z', billingPeriodStart: '2026-10-01T00:00:00Z' } },
      row('CoreWeave', 'CW-2026-10-41', 'EUR', 'no_independent_total', 'not tied to an invoice', '88210.5', null, null, ['CoreWeave, Inc.']),
      row('AWS', 'INV-2026-10-100000000001', 'USD', 'tied', 'tied', '2318441.290311', total('2318441.290311'), '0'),
    ],
    totalRows: 4,
    notYetInvoiced: [{ source: 'lambda', issuer: '-', currency: 'USD', billed: '1204.5', charges: 31 }],
    billingPeriods: [{ issuer: 'AWS', start: '2026-10-01T00:00:00Z', end: '2026-11-01T00:00:00Z', status: 'Closed', updatedAt: null }],
  };
}

const line = (name, words, amount, charges, parts = []) => ({ line: name, words, amount, charges, parts });
const part = (kind, amount, charges) => ({ class: kind, amount, charges });

const converted = (currency) => ({
  converted: {
    currency,
    lines: [['payable', 'Payable (invoiced)', '2601072.192334'], ['prepaid', 'Prepaid purchases of the period', '-1107680'], ['amortisation', 'Amortisation falling in the period', '292965.352'], ['corrections', 'Corrections for other periods', '3036'], ['currency', 'Currency', '-1210.5'], ['unexplained', 'Unexplained', '0'], ['effective', 'Amortised (effective)', '1788183.044334']].map(([line, words, amount]) => ({ line, words, amount })),
    realised: [{ issuer: 'AWS', invoiceId: 'INV-2026-10-100000000001', currency: 'USD', paidAt: '2026-11-12T00:00:00Z', booked: '2132965.987086', paid: '2134176.487086', difference: '1210.5' }],
    notRealised: ['E0500XK1: no invoice rate from USD to EUR at 2026-11-03; add it to the currencies'],
  },
  conversion: { currency, purpose: 'monthly-average', rates: [{ from: 'USD', to: currency, firstDay: '2026-10-01', rate: '0.92 (ECB)', legs: [], lockedBy: null }], unconverted: { JPY: '1250000' }, missing: ['no monthly average rate from JPY to EUR at 2026-10-01T00:00:00Z; add it to the currencies'] },
});

export function bridges(period, empty, currency) {
  const head = { period, periodBasis: 'usage', waitingDeliveries: 0, snapshot: { asOf: '2026-11-24T10:00:00Z' } };
  if (empty) return { ...head, bridges: [] };
  return {
    ...head,
    ...(currency ? converted(currency) : {}),
    bridges: [
      {
        currency: 'EUR', invoices: standing('EUR', 'no_independent_total', 'not tied to an invoice', '1 invoice has no independently loaded total'), effectiveKnown: '88010',
        lines: [line('payable', 'Payable (invoiced)', '88210.5', 412), line('prepaid', 'Prepaid purchases of the period', '0', 0), line('amortisation', 'Amortisation falling in the period', '0', 0), line('corrections', 'Corrections for other periods', '0', 0), line('currency', 'Currency', '0', 0), line('unknown', 'Charges without an amortised cost', null, 3, [part('without_effective', null, 3)]), { ...line('unexplained', 'Unexplained', null, 0), ofCharges: '0' }, line('effective', 'Amortised (effective)', null)],
      },
      {
        currency: 'USD', invoices: standing('USD', 'not_tied', 'not tied', '1 invoice differs from the charges'), effectiveKnown: '1849112.004711',
        lines: [line('payable', 'Payable (invoiced)', '2731371.404711', 89_113), line('prepaid', 'Prepaid purchases of the period', '-1204000', 12, [part('prepaid_one_time', '-1200000', 1), part('prepaid_recurring', '-4000', 11)]), line('amortisation', 'Amortisation falling in the period', '318440.6', 19_022, [part('amortisation_used', '290000.1', 18_010), part('amortisation_unused', '28440.5', 1_012)]), line('corrections', 'Corrections for other periods', '3300', 4, [part('other_period', '3300', 4)]), line('currency', 'Currency', '0', 0), { ...line('unexplained', 'Unexplained', '0', 0), ofCharges: '0' }, line('effective', 'Amortised (effective)', '1849112.004711')],
      },
    ],
  };
}

export function bridgeCharges({ currency, line: of }) {
  if (of === 'currency') return { rows: [], totalRows: 0 };
  const rows = Array.from({ length: 12 }, (_, i) => ({ chargeId: `a1b2c3d4e5f60718:${i}`, class: i === 0 ? 'prepaid_one_time' : 'prepaid_recurring', currency, billedCost: i === 0 ? '1200000' : '363.636363', effectiveCost: '0', adds: i === 0 ? '-1200000' : '-363.636363', source: 'aws-main', account: '482910337764', invoiceId: i % 5 === 4 ? '' : 'INV-2026-10-100000000001', description: i === 0 ? 'Three-year compute savings plan, all upfront' : 'Savings plan, monthly fee', category: 'Purchase', chargePeriodStart: '2026-10-01T00:00:00Z', chargePeriodEnd: '2026-11-01T00:00:00Z' }));
  return { rows, totalRows: rows.length };
}
