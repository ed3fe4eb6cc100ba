// Why a month is not another, in the made-up estate.
const KEYS = ['usage', 'rate', 'mix', 'commitment', 'currencyEffect', 'oneOff', 'other'];
const cents = (n) => (n / 100).toFixed(2).replace(/\.?0+$/, '') || '0';

function parts(before, of) {
  const sum = of.reduce((a, b) => a + b, 0);
  return { before: cents(before), after: cents(before + sum), change: cents(sum), ...Object.fromEntries(KEYS.map((k, i) => [k, cents(of[i])])) };
}

const rest = (of) => cents(Math.round(100 * (of.change - of.usage - of.rate)));

const ROWS = [
  ['foundation-pretrain', 'AWS', 'Amazon Elastic Compute Cloud', 1310_0000, [190_0000, -21_5000, 8_2000, -64_1000, 0, 0, 0]],
  ['finance-ml', 'Microsoft Azure', 'Virtual Machines', 960_0000, [112_0000, 4_1000, -2_2000, 0, 0, 0, 1_9000]],
  ['unattributed', 'AWS', 'Amazon Elastic Compute Cloud', 84_0000, [0, 0, 0, 12_2040, 0, -48_0000, 3_1000]],
  ['research-vlm', 'CoreWeave', 'GPU Compute', 610_0000, [-39_0000, 0, 0, 21_0000, 0, 0, 0]],
  ['edge', 'AWS', 'AWS Data Transfer', 3_1000, [1_2000, -1100, 0, 0, 0, 0, 0]],
];

export function variance({ period, against, metric, currency, empty }) {
  const head = { period, against, metric: metric ?? 'effective', snapshot: { asOf: '2026-11-24T08:30:00Z' } };
  const conversion = currency ? { conversion: { currency, purpose: 'monthly-average', rates: [{ from: 'USD', to: currency, firstDay: `${against}-01`, rate: '0.9 (ECB)', legs: [], lockedBy: null }, { from: 'USD', to: currency, firstDay: `${period}-01`, rate: '0.92 (ECB)', legs: [], lockedBy: null }], unconverted: {}, missing: [] } } : {};
  if (empty) return { ...head, rows: [], totals: [], why: [], ...conversion };
  const code = currency ?? 'USD';
  const rows = ROWS.map(([team, provider, service, before, of]) => ({ of: of.map((n, i) => (currency && i === 4 ? Math.round(before / 45) : n)), team, provider, service, before }));
  const totals = [{ currency: code, ...parts(rows.reduce((a, r) => a + r.before, 0), KEYS.map((_, i) => rows.reduce((a, r) => a + r.of[i], 0))) }];
  return {
    ...head,
    rows: rows.map(({ of, team, provider, service, before }) => ({ team, provider, service, currency: code, ...parts(before, of), gpuHoursBefore: '4100.5', gpuHoursAfter: '4700.25', linesWithout: 0 })),
    totals,
    why: [{ currency: code, change: totals[0].change, lines: [{ line: 'usage', amount: totals[0].usage, words: 'More or less used, at the average price before' }, { line: 'rate', amount: totals[0].rate, words: 'Other prices, most by foundation-pretrain / AWS / Amazon Elastic Compute Cloud / NVIDIA H100' }, { line: 'rest', amount: rest(totals[0]), words: 'Everything else: mix, commitments, exchange rates, one-off, what came or went, most by no owner / AWS / Amazon Elastic Compute Cloud / Credit (no usage)' }] }],
    ...conversion,
  };
}
