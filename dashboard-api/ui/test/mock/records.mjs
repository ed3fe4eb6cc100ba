// Records of the mock API: budgets, alerts, deliveries, rejects.
import { SOURCES } from './estate.mjs';

// No figure of a forecast is below what is spent already.
const atLeast = (bill, factor, estimated) => String(Math.max(Number(bill) * factor, Number(estimated ?? 0)));
const budget = (id, name, filter, limit, bill, estimated, owner, burn, thresholds = [50, 80, 100]) => ({ id, version: 1, name, filter, period: 'monthly', currency: 'USD', limit, metric: 'billed', thresholds, owner, channel: '#gpu-spend', origin: id === 'b3' ? 'file' : 'api', spent: { counted: Number(estimated ?? 0) > Number(bill) ? estimated : bill, fromBill: bill, estimated }, spentRatio: Math.max(Number(bill), Number(estimated ?? 0)) / Number(limit), burnPerHour: burn, burn: burn ? [{ window: '1h', spend: burn, perHour: burn, pace: (Number(burn) * 720 / Number(limit)).toFixed(1), missing: null }, { window: '6h', spend: String(Number(burn) * 4), perHour: String(Number(burn) * 2 / 3), pace: (Number(burn) * 480 / Number(limit)).toFixed(1), missing: null }] : [{ window: '1h', spend: null, perHour: null, pace: null, missing: 'no telemetry in scope since 2026-11-23T08:00:00Z' }], forecast: { expected: atLeast(bill, 1.31, estimated), low80: atLeast(bill, 1.22, estimated), high80: atLeast(bill, 1.44, estimated), breachProbability: Math.max(Number(bill), Number(estimated ?? 0)) > Number(limit) ? null : Number(bill) * 1.31 > Number(limit) ? 0.92 : 0.14, limitPassed: Math.max(Number(bill), Number(estimated ?? 0)) > Number(limit), settledTo: '2026-10-21', origins: 118, usualPerHour: '212.4', missing: null, madeAt: '2026-10-24T08:00:00Z' }, currentPeriod: { key: '2026-11', firstDay: '2026-11-01', endDay: '2026-12-01', complete: false }, crossings: [] });

export const budgetRows = () => [
  budget('b1', 'vision experiments', 'team:"vision"', '180000', '121004.187213', '162254.687213', 'priya.natarajan', '412.8'),
  budget('b2', 'research-vlm', 'team:"research-vlm"', '240000', '231410.02', '270418.132', 'jonas.weber', '1190.442'),
  budget('b3', 'All GPU spend', '', '3600000', '1804233.991', '2206344.391', 'finance', '4821.07'),
  budget('b4', 'Idle GPUs, every team', 'state:"held_idle","unallocated"', '300000', '96120.3', '110122.3', '', '310.5', [25, 50, 75, 100]),
  budget('b5', 'edge', 'team:"edge"', '20000', '3110.2', null, 'edge-leads', null),
  { ...budget('b6', 'Research and vision together', 'team:"research-vlm","vision"', '90000', '60412.5', null, 'jonas.weber', null), currency: 'EUR', period: 'weekly', zone: 'Europe/Berlin', metric: 'effective', include: { tax: false, support: false }, shared: true, delegate: 'grace', costCenter: 'CC-4100', original: '80000', revised: '90000', carried: '4000', limitOfPeriod: '94000', currentPeriod: { key: '2026-W48', firstDay: '2026-11-23', endDay: '2026-11-30', complete: false }, parts: [{ team: 'research-vlm', spent: '40000.25' }, { team: 'vision', spent: '20412.25' }], spent: { counted: '60412.5', fromBill: '60412.5', estimated: null, estimatedMissing: 'not estimated for this period yet: only months of UTC are; what bills say counts', notCounted: { USD: '1200' } }, scheduled: { name: 'x', filter: '', period: 'weekly', currency: 'EUR', limit: '100000', thresholds: [100], effectiveFrom: '2026-12-01T00:00:00Z' } },
  { ...budget('b7', 'H100 hours of a week', 'deviceModel:"NVIDIA H100"', '10000', '8120.5', null, 'platform', null), currency: '', unit: 'gpu-hours', period: 'rolling', days: 7, currentPeriod: { key: '2026-11-27/7d', firstDay: '2026-11-21', endDay: '2026-11-28', complete: false } },
];

const alert = (id, budgetId, budgetName, threshold, kind, raisedAt, state, spent, limit, more = {}) => ({ id, budgetId, budgetName, period: '2026-11', threshold, kind, raisedAt, state, spent, limit, currency: 'USD', channel: '#gpu-spend', attempts: 1, lastError: null, acknowledgedBy: null, acknowledgedAt: null, ...more });

const sent = (id, channel, kind, more = {}) => ({ id, channel, kind, step: 'raised', state: 'delivered', attempts: 1, uncertainAttempts: 0, idempotency: { pagerduty: 'dedup_key', webhook: 'event_id' }[kind] ?? 'none', mayStandTwice: false, nextAttemptAt: null, lastError: null, externalId: null, deliveredAt: '2026-11-23T21:14:08Z', ...more });

export const channelRows = () => [
  { name: '#gpu-spend', kind: 'slack-bot', destination: 'C0123ABCD', idempotency: 'none', missingSecrets: [], waiting: 0, dead: 1, delivered: 41, lastDeliveredAt: '2026-11-23T21:14:08Z', lastError: 'Slack answered channel_not_found', buttons: { state: 'switched_off', since: '2026-11-23T20:02:11Z', error: 'Socket Mode is switched off in Slack' } },
  { name: 'on-call', kind: 'pagerduty', destination: 'the service of the routing key, by events.pagerduty.com', idempotency: 'dedup_key', missingSecrets: [], waiting: 0, dead: 0, delivered: 3, lastDeliveredAt: '2026-11-23T21:14:09Z', lastError: null, buttons: null },
  { name: 'finance-mail', kind: 'email', destination: 'finance@example.com by smtp.example.com', idempotency: 'none', missingSecrets: ['${env:GPULEDGER_SMTP_PASSWORD}'], waiting: 2, dead: 0, delivered: 0, lastDeliveredAt: null, lastError: null, buttons: null },
  { name: 'automation', kind: 'webhook', destination: 'the address of the webhook', idempotency: 'event_id', missingSecrets: [], waiting: 0, dead: 0, delivered: 0, lastDeliveredAt: null, lastError: null, buttons: null },
];

export const alertRows = () => [
  alert('a1', 'b2', 'research-vlm', 100, 'estimated', '2026-11-23T21:14:07Z', 'delivered', '240012.441', '240000', { deliveries: [sent('d1', '#gpu-spend', 'slack-bot', { attempts: 2, uncertainAttempts: 1, mayStandTwice: true }), sent('d2', 'on-call', 'pagerduty', { attempts: 3, uncertainAttempts: 2 }), sent('d3', 'finance-mail', 'email', { state: 'retrying', attempts: 4, deliveredAt: null, nextAttemptAt: '2026-11-23T21:30:08Z', lastError: 'the mail server answered 451 4.7.1 try later' })] }),
  alert('a2', 'b1', 'vision experiments', 80, 'estimated', '2026-11-22T09:41:55Z', 'failed', '144020.19', '180000', { attempts: 6, lastError: 'Slack answered channel_not_found', deliveries: [sent('d4', '#gpu-spend', 'slack-bot', { state: 'dead', attempts: 6, deliveredAt: null, lastError: 'Slack answered channel_not_found', buttons: { state: 'switched_off', since: '2026-11-23T20:02:11Z', error: 'Socket Mode is switched off in Slack' } })] }),
  alert('a3', 'b2', 'research-vlm', 80, 'from_bill', '2026-11-19T06:02:12Z', 'acknowledged', '192311.7', '240000', { acknowledgedBy: 'jonas.weber', acknowledgedAt: '2026-11-19T07:10:00Z' }),
  alert('a4', 'b3', 'All GPU spend', 50, 'from_bill', '2026-11-16T06:01:44Z', 'acknowledged', '1800440.2', '3600000', { acknowledgedBy: 'mara.lind', acknowledgedAt: '2026-11-16T08:00:00Z' }),
];

export const preview = (a) => ({
  channel: 'slack',
  text: `${a?.budgetName ?? 'Budget'}: 100 % of November 2026 (estimated). Spent USD 240,012.44 of USD 240,000.00. Burn now USD 1,190.44 per hour.`,
  blocks: [
    { type: 'header', text: { type: 'plain_text', text: `${a?.budgetName ?? 'Budget'}: ${a?.threshold ?? 100} % of November 2026 (estimated)` } },
    { type: 'section', fields: [{ type: 'mrkdwn', text: '*Spent of limit*\nUSD 240,012.44 of USD 240,000.00\nFrom the bill: USD 231,410.02\nEstimated to date: USD 8,602.42' }, { type: 'mrkdwn', text: '*Forecast*\nNo forecast yet' }] },
    { type: 'section', text: { type: 'mrkdwn', text: '*Burn now* USD 1,190.44 per hour; usual burn: not known yet\n*Can it wait?* No: the limit is passed.' } },
    { type: 'section', text: { type: 'mrkdwn', text: '*Cause* `pod:research-vlm/sweep-ablate-7` burns most now, on node `ip-10-2-031`, since <!date^1795554000^{date_short} {time}|23 Nov 2026, 20:40 UTC>' } },
    { type: 'section', text: { type: 'mrkdwn', text: '*Top drivers*\n1. `pod:research-vlm/sweep-ablate-7` USD 512.40 per hour\n2. `pod:research-vlm/eval-long` USD 240.00 per hour\n3. `slurm:job/48112` USD 118.20 per hour' } },
    { type: 'section', text: { type: 'mrkdwn', text: '*Owner* <@jonas.weber>' } },
    { type: 'section', text: { type: 'mrkdwn', text: '*Run*\n```kubectl -n research-vlm delete pod sweep-ablate-7 --dry-run=server\nkubectl -n research-vlm delete pod sweep-ablate-7```' } },
    { type: 'divider' },
    { type: 'section', text: { type: 'mrkdwn', text: '*Not known* CoreWeave bill is 3 days old. Telemetry coverage 96.2 %.' } },
    { type: 'actions', elements: [{ type: 'button', style: 'primary', text: { type: 'plain_text', text: 'Acknowledge' } }, { type: 'button', text: { type: 'plain_text', text: 'Snooze 1 day' } }, { type: 'button', text: { type: 'plain_text', text: 'Open' }, url: 'http://127.0.0.1:8080/#/budgets' }] },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'Period 1\u201330 Nov 2026 \u00b7 GpuLedger \u00b7 <http://127.0.0.1:8080/#/budgets|open the budget>' }] },
  ],
});

const scope = (account, month) => ({ kind: 'account-month', account, start: `${month}-01T00:00:00Z`, end: month === '2026-10' ? '2026-11-01T00:00:00Z' : '2026-12-01T00:00:00Z' });

export const deliveries = () => SOURCES.slice(0, 5).flatMap((s, i) => ['2026-10', '2026-11'].flatMap((month, j) => (i === 0 && j === 0 ? [1, 2] : [1]).map((sequence, k, all) => ({
  deliveryId: `${(7919 * (i * 10 + j * 3 + k + 1)).toString(16)}c41be0a97d22f6185a3f`, source: s.name, scope: scope(s.account, month), kind: 'overwrite', sequence, format: s.name === 'coreweave' ? 'focus-parquet' : 'focus-csv', focusVersion: i === 0 ? '1.2' : i === 3 ? '1.0' : '1.1',
  fileNames: [`${s.name}-${month}.csv.gz`], rowsRead: 48_210 + i * 911 + k, rowsAccepted: 48_210 + i * 911 + k - (i === 1 ? 12 : 0), rowsRejected: i === 1 ? 12 : 0, rowsDuplicate: 0,
  billedCost: i === 2 ? { USD: `${402_118 + j}.220114`, EUR: '118.4' } : { USD: `${812_300 - i * 120_000 + k * 420}.98112` }, effectiveCost: { USD: `${801_000 - i * 110_000}.5` }, recordedAt: `2026-11-${String(4 + i * 2 + j * 8 + k).padStart(2, '0')}T06:02:11.120031Z`, inForce: k === all.length - 1,
}))));

export const rejects = () => [
  ['BilledCost', 'amount_unreadable', 'BilledCost: "12,30" is not a decimal; use a point', '482910337764,2026-10-03T00:00:00Z,"12,30",USD,Virtual Machines,Usage'],
  ['BillingCurrency', 'currency_missing', 'BillingCurrency: the cell is empty; an ISO 4217 code is needed', '482910337764,2026-10-03T00:00:00Z,12.30,,Virtual Machines,Usage'],
  ['ChargePeriodStart', 'time_unreadable', 'ChargePeriodStart: "03/10/2026" is not an ISO 8601 instant; write 2026-10-03T00:00:00Z', '482910337764,03/10/2026,12.30,USD,Virtual Machines,Usage'],
  ['EffectiveCost', 'not_finite', 'EffectiveCost: "NaN" is not a decimal', '482910337764,2026-10-03T00:00:00Z,12.30,USD,NaN,Usage\u0000'],
].flatMap((r, i) => [0, 1, 2].map((n) => ({ source: 'azure-main', deliveryId: deliveries()[3].deliveryId, file: 'azure-main-2026-10.csv.gz', line: 118 + i * 31 + n * 877, column: 7 + i, field: r[0], code: r[1], message: r[2], rawText: r[3], occurredAt: '2026-11-06T06:02:11Z' })));

const COLLECTING = {
  place: 's3://acme-billing/exports/cur/', lastLookAt: '2026-11-24T08:15:02Z', nextLookAt: '2026-11-24T08:30:02Z', error: null, loading: null,
  waiting: [{ set: '20261101-20261201/cur-Manifest.json', reason: '1 of 4 parts that the manifest names are not there: 20261101-20261201/a7/cur-4.csv.gz' }],
  waitingTotal: 1, last: { set: '20261001-20261101/cur-Manifest.json', outcome: 'loaded', detail: '612331 rows', at: '2026-11-23T06:02:11Z' },
};

export const sources = () => [
  ...SOURCES.slice(0, 5).map((s, i) => ({ name: s.name, kind: 'focus', state: s.name === 'coreweave' ? 'stale' : 'ok', lastReceivedAt: '2026-11-23T06:01:00Z', lastPublishedAt: '2026-11-23T06:02:11Z', error: null, deliveries: 13 + (i === 0 ? 1 : 0), rowsAccepted: 612_331 + i * 12_007, rowsRejected: i === 1 ? 12 : 0, targets: null, collect: i === 0 ? COLLECTING : null })),
  { name: 'dcgm-oslo', kind: 'dcgm-exporter', state: 'ok', lastReceivedAt: '2026-11-24T08:29:54Z', lastPublishedAt: '2026-11-24T08:29:56Z', error: null, deliveries: 0, rowsAccepted: 98_112_330, rowsRejected: 0, targets: { up: 70, down: 0 } },
  { name: 'dcgm-aws', kind: 'dcgm-exporter', state: 'failing', lastReceivedAt: '2026-11-24T08:29:51Z', lastPublishedAt: '2026-11-24T08:29:53Z', error: '10.2.0.31:9400 timed out after 5 s, next try in 40 s', deliveries: 0, rowsAccepted: 81_224_119, rowsRejected: 31, targets: { up: 68, down: 1 } },
  { name: 'lambda-api', kind: 'focus', state: 'waiting', lastReceivedAt: null, lastPublishedAt: null, error: null, deliveries: 0, rowsAccepted: 0, rowsRejected: 0, targets: null },
];

export const reconciliation = () => deliveries().filter((d) => d.inForce).map((d, i) => {
  const bad = i === 6;
  const allocated = bad ? Object.fromEntries(Object.entries(d.billedCost).map(([c, v]) => [c, (Number(v) - 0.01).toFixed(6)])) : d.billedCost;
  return { deliveryId: d.deliveryId, source: d.source, scope: d.scope, manifestRows: d.rowsRead, storedRows: d.rowsAccepted, rejectedRows: d.rowsRejected, allocatedCharges: d.rowsAccepted, billed: { manifest: d.billedCost, stored: d.billedCost, allocated }, effective: { manifest: d.effectiveCost, stored: d.effectiveCost, allocated: d.effectiveCost }, ok: !bad };
});

/** A budget's periods and versions. */
export const budgetStory = (b) => ({
  ...b,
  versions: [
    { ...b, version: 1, limit: '150000', ended: false, scheduled: false, createdAt: '2026-08-03T09:00:00Z', effectiveFrom: '2026-08-03T09:00:00Z', createdBy: 'mara.lind' },
    { ...b, version: 2, ended: false, scheduled: false, createdAt: '2026-10-02T09:00:00Z', effectiveFrom: '2026-10-02T09:00:00Z', createdBy: 'mara.lind' },
    { ...b, version: 3, limit: '200000', ended: false, scheduled: true, createdAt: '2026-11-20T09:00:00Z', effectiveFrom: '2026-12-01T00:00:00Z', createdBy: 'mara.lind' },
  ],
  history: ['2026-11', '2026-10', '2026-09', '2026-08'].map((key, i) => ({ key, firstDay: `${key}-01`, endDay: `${key}-28`, complete: i > 0, version: i < 2 ? 2 : 1, ownLimit: b.limit, carried: '0', limit: b.limit, spent: String(121004.18 + i * 9000) })),
});

/** What a sheet would change, with one wrong cell where the file is called wrong. */
export const budgetImport = (preview, wrong) => ({
  preview, created: 1, updated: 1, unchanged: 1,
  rows: [
    { cell: 'A2', team: 'search', name: 'search', what: 'create', unit: 'money', currency: 'USD', before: {}, after: { '2026-12': '250000', '2027-01': '260000' } },
    { cell: 'A3', team: 'vision', name: 'vision experiments', what: 'update', unit: 'money', currency: 'USD', before: { '2026-12': '180000', '2027-01': '180000' }, after: { '2026-12': '200000', '2027-01': '180000' } },
    { cell: 'A4', team: 'edge', name: 'edge', what: 'unchanged', unit: 'money', currency: 'USD', before: { '2026-12': '20000' }, after: { '2026-12': '20000' } },
  ],
  problems: wrong ? [{ field: 'C5', message: '"many" is not an amount above 0; write 250000 or 250000.50' }] : [],
});
