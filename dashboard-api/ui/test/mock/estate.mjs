// A made-up estate for the mock API: deterministic, small, and never part of the product.
const TEAMS = [
  'vision', 'speech', 'ranking', 'search-embeddings', 'foundation-pretrain', 'foundation-post', 'agents', 'safety-evals', 'robotics',
  'ads-models', 'recsys-serving', 'translation', 'codegen', 'inference-platform', 'ml-infra', 'research-vlm', 'research-rl', 'genomics',
  'weather', 'simulation', 'maps', 'fraud', 'support-bots', 'doc-ai', 'audio-gen', 'video-gen', 'image-gen', 'tooling', 'data-engine',
  'labeling', 'hardware-qual', 'edge', 'personalisation', 'growth', 'payments-risk', 'healthcare', 'education', 'finance-ml', 'legal-ai', '-',
];
export const SOURCES = [
  { name: 'aws-main', provider: 'AWS', weight: 34, region: 'us-east-1', model: 'NVIDIA H100 80GB', account: '482910337764' },
  { name: 'azure-main', provider: 'Microsoft Azure', weight: 17, region: 'westeurope', model: 'NVIDIA A100 80GB', account: '7c1e-44aa' },
  { name: 'gcp-billing', provider: 'Google Cloud', weight: 14, region: 'us-central1', model: 'NVIDIA H200', account: '01AB7C-55F2' },
  { name: 'coreweave', provider: 'CoreWeave', weight: 22, region: 'ORD1', model: 'NVIDIA B200', account: 'org-381' },
  { name: 'lambda', provider: 'Lambda', weight: 5, region: 'us-west-3', model: 'NVIDIA A10', account: 'lmb-77' },
  { name: 'slurm-owned', provider: 'Own hardware', weight: 8, region: 'dc-oslo', model: 'NVIDIA H100 80GB', account: 'oslo-1' },
];
const STATES = [['productive', 46], ['active', 14], ['held_idle', 13], ['unallocated', 7], ['unobserved', 3], ['not_gpu', 15], ['unused_commitment', 2]];
const ONE = 10n ** 18n;

function hash(text) {
  let h = 2166136261;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return ((h >>> 0) % 10_000) / 10_000;
}

export const print = (units) => {
  const negative = units < 0n;
  const size = negative ? -units : units;
  const fraction = (size % ONE).toString().padStart(18, '0').replace(/0+$/, '');
  return (negative ? '-' : '') + (size / ONE) + (fraction ? `.${fraction}` : '');
};

const FACTOR = { effective: 1000n, billed: 962n, list: 1480n, contracted: 1120n };

/** Every cell of a day: team, source, state, amount in units. */
function* cells(day, metric) {
  const age = (Date.parse('2026-11-24') - Date.parse(day)) / 86_400_000;
  const growth = 1 - age / 900;
  const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) ? 0.82 : 1;
  for (const team of TEAMS) {
    const size = 0.15 + hash(team) ** 3 * 4 + (team === 'foundation-pretrain' ? 5 : 0);
    for (const s of SOURCES) {
      if (hash(team + s.name) < 0.45) continue;
      for (const [state, share] of STATES) {
        let part = share * (0.6 + hash(team + state) * 0.8);
        if (team === 'research-vlm' && state === 'held_idle') part *= 6;
        const wobble = 0.85 + hash(day + team + s.name + state) * 0.3;
        const dollars = size * s.weight * part * growth * weekend * wobble * 0.16;
        const amount = (BigInt(Math.round(dollars * 1e6)) * 10n ** 12n * FACTOR[metric]) / 1000n + BigInt(Math.floor(hash(day + team) * 1e6));
        yield { team, source: s.name, provider: s.provider, region: s.region, deviceModel: state === 'not_gpu' ? '-' : s.model, account: s.account, state, day, amount };
      }
    }
  }
}

const REACH = { 'aws-main': '2026-11-23', 'azure-main': '2026-11-22', 'gcp-billing': '2026-11-23', coreweave: '2026-11-21', lambda: '2026-11-23', 'slurm-owned': '2026-11-24' };

function matches(cell, filter) {
  if (!filter) return true;
  return filter.split('+').every((term) => {
    const m = /^([A-Za-z:]+?)(!?):(".*)$/.exec(term);
    if (!m || !(m[1] in cell)) return true;
    const values = [...m[3].matchAll(/"([^"]*)"/g)].map((v) => v[1]);
    return values.includes(cell[m[1]]) !== (m[2] === '!');
  });
}

const bucket = (granularity, day) => (granularity === 'day' ? day : granularity === 'month' ? `${day.slice(0, 7)}-01` : '');

/** By a made-up rate, with what it was, and an amount that has none. */
const CONVERSION = (currency) => ({ currency, purpose: 'monthly-average', rates: [{ from: 'USD', to: currency, firstDay: '2026-10-01', rate: '0.9 (ECB)', lockedBy: 'FY2026-P10' }], unconverted: { JPY: '1250000' }, missing: [`no monthly average rate from JPY to ${currency} at 2026-10-01T00:00:00Z; add it to the currencies`] });

export function costs({ start, end, groupBy, granularity, metric, filter, empty, currency }) {
  const code = currency || 'USD';
  const into = (amount) => (code === 'USD' ? amount : (amount * 9n) / 10n);
  const keys = (groupBy || '').split(',').filter(Boolean);
  const sums = new Map();
  let total = 0n;
  const last = end < '2026-11-25' ? end : '2026-11-25';
  for (let d = start; !empty && d < last; d = next(d)) {
    for (const cell of cells(d, metric)) {
      if (!matches(cell, filter)) continue;
      const estimated = d >= REACH[cell.source];
      const group = Object.fromEntries(keys.map((k) => [k, cell[k] ?? '-']));
      const id = JSON.stringify([bucket(granularity, d), group]);
      const row = sums.get(id) ?? { period: bucket(granularity, d), group, bill: 0n, estimate: 0n };
      const amount = into(d === '2026-11-24' ? cell.amount / 3n : cell.amount);
      row[estimated ? 'estimate' : 'bill'] += amount;
      total += amount;
      sums.set(id, row);
    }
  }
  return {
    rows: [...sums.values()].map((r) => ({ period: r.period, group: r.group, currency: code, amount: print(r.bill + r.estimate), basis: { from_bill: print(r.bill), estimated: print(r.estimate) } })),
    total: print(total),
    totals: total === 0n ? {} : { [code]: print(total) },
    ...(currency ? { conversion: CONVERSION(currency) } : {}),
    other: '0',
    coverage: { telemetry: 0.962, ownership: 0.941 },
    freshness: freshness(),
    snapshot: { asOf: '2026-11-24T08:30:00.123456Z' },
  };
}

export function next(day) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

export function freshness() {
  const now = Date.parse('2026-11-24T08:30:00Z');
  const rows = SOURCES.filter((s) => s.name !== 'slurm-owned').map((s) => {
    const at = `${REACH[s.name]}T06:00:00Z`;
    const ageSeconds = Math.round((now - Date.parse(at)) / 1000);
    return { source: s.name, kind: 'bills', at, ageSeconds, ok: s.name !== 'coreweave', reason: s.name === 'coreweave' ? 'No delivery for 3 days; CoreWeave usually sends one a day.' : null };
  });
  return [...rows, { source: 'dcgm-oslo', kind: 'telemetry', at: '2026-11-24T08:29:54Z', ageSeconds: 6, ok: true, reason: null }, { source: 'dcgm-aws', kind: 'telemetry', at: '2026-11-24T08:29:51Z', ageSeconds: 9, ok: true, reason: null }];
}

const NANOS_DAY = 86_400_000_000_000n;

export function utilization({ start, end, granularity, empty }) {
  const rows = [];
  for (let d = start; !empty && d < end && d < '2026-11-25'; d = next(d)) {
    const gpus = BigInt(1080 + Math.round(hash(d) * 40));
    const whole = gpus * (d === '2026-11-24' ? NANOS_DAY / 3n : NANOS_DAY);
    const parts = { productive: 50 + hash(`p${d}`) * 8, active: 15, held_idle: 14 + hash(`i${d}`) * 4, unallocated: 9, unobserved: hash(`u${d}`) > 0.85 ? 12 : 2 + hash(`v${d}`) * 2 };
    const sum = Object.values(parts).reduce((a, b) => a + b);
    rows.push({ period: bucket(granularity, d), group: {}, stateNanos: Object.fromEntries(Object.entries(parts).map(([s, v]) => [s, String((whole * BigInt(Math.round((v / sum) * 1e6))) / 1_000_000n)])), effectiveNanos: String(whole / 2n) });
  }
  return { rows, coverage: { telemetry: 0.962 }, freshness: freshness(), snapshot: {} };
}

const DEVICE_STATES = ['productive', 'productive', 'productive', 'productive', 'active', 'active', 'held_idle', 'unallocated', 'productive', 'unobserved'];

export function gpus({ limit, offset, empty }) {
  const now = Date.now();
  const rows = [];
  for (let i = 0; !empty && i < 1112; i += 1) {
    const s = SOURCES[i % 2 === 0 ? 5 : 0];
    const state = i % 97 === 3 ? 'unobserved' : DEVICE_STATES[Math.floor(hash(`g${i}`) * 9)];
    const held = !['unallocated', 'unobserved'].includes(state);
    const team = TEAMS[Math.floor(hash(`t${i >> 3}`) * 39)];
    const busy = { productive: 0.7 + hash(`b${i}`) * 0.29, active: 0.2 + hash(`b${i}`) * 0.3, held_idle: 0.002, unallocated: 0 }[state];
    const seen = state !== 'unobserved';
    rows.push({
      id: `${s.name}:GPU-${i}`, cluster: i % 2 === 0 ? 'oslo' : 'aws-use1', node: `${i % 2 === 0 ? 'oslo-gpu' : 'ip-10-2'}-${String(i >> 3).padStart(3, '0')}`,
      uuid: `GPU-${Math.floor(hash(`a${i}`) * 1e8).toString(16).padStart(8, '0')}-${String(i).padStart(4, '0')}-4c1f-9b3a-71d20e55aa${String(i % 100).padStart(2, '0')}`,
      gpuInstance: '', computeInstance: '', model: s.model, migProfile: null, state,
      holders: held ? [i % 2 === 0 ? `slurm:job/${48_000 + (i >> 2)}` : `pod:${team}/train-${i >> 3}-${i % 8}`] : [],
      team: held ? team : null, busyRatio: seen ? busy : null, smActiveRatio: seen && held ? busy * 0.7 : null, tensorActiveRatio: seen && held ? busy * 0.4 : null,
      memoryUsedBytes: seen ? Math.round((held ? 40 + hash(`m${i}`) * 38 : 0.4) * 2 ** 30) : null, memoryTotalBytes: 80 * 2 ** 30,
      powerWatts: seen ? 90 + (busy ?? 0) * 560 : null, temperatureCelsius: seen ? 34 + (busy ?? 0) * 36 : null,
      sampleAt: new Date(now - 4000 - hash(`s${i}`) * 9000).toISOString(), publishedAt: new Date(now - 2000).toISOString(),
    });
  }
  return { rows: rows.slice(offset, offset + limit), totalRows: rows.length };
}

export function timeline(start, end) {
  const rows = [];
  let at = Date.parse(start);
  for (let i = 0; at < Date.parse(end); i += 1) {
    const length = (8 + hash(`l${i}`) * 120) * 60_000;
    const state = DEVICE_STATES[Math.floor(hash(`tl${i}`) * 10)];
    rows.push({ start: new Date(at).toISOString(), end: new Date(Math.min(at + length, Date.parse(end))).toISOString(), state, holders: state === 'unallocated' ? [] : ['pod:vision/train-7'], busyRatio: 0.5 });
    at += length;
  }
  return { rows };
}

export function chargeback({ period, metric, filter, policy, empty }) {
  const start = `${period}-01`;
  const byTeam = new Map();
  let total = 0n;
  for (let d = start; !empty && d.slice(0, 7) === period && d < '2026-11-25'; d = next(d)) {
    for (const cell of cells(d, metric)) {
      if (!matches(cell, filter)) continue;
      const row = byTeam.get(cell.team) ?? { sum: 0n, states: {}, hours: 0n };
      row.sum += cell.amount;
      row.states[cell.state] = (row.states[cell.state] ?? 0n) + cell.amount;
      if (cell.state !== 'not_gpu') row.hours += cell.amount / 3n;
      byTeam.set(cell.team, row);
      total += cell.amount;
    }
  }
  const rows = [...byTeam].map(([team, r]) => ({ team, costCenter: team === '-' ? '-' : `CC-${1000 + TEAMS.indexOf(team) * 7}`, currency: 'USD', billed: print(r.sum), effective: print(r.sum), list: print((r.sum * 3n) / 2n), contracted: print(r.sum), gpuHours: print((r.hours / 10n ** 15n) * 10n ** 15n), states: Object.fromEntries(Object.entries(r.states).map(([s, v]) => [s, print(v)])) }));
  return { period, metric, rows, statement: empty || filter ? null : statement(rows, { policy }), proof: empty ? [] : [{ currency: 'USD', charges: print(total), lines: print(total), difference: '0' }], snapshot: { asOf: '2026-11-24T08:30:00.123456Z' } };
}

export function unitCosts({ groupBy, empty }) {
  const groups = { team: ['vision', 'search', 'unattributed'], cluster: ['oslo', 'aws-use1'], deviceModel: ['NVIDIA H100 80GB HBM3', 'NVIDIA A100-SXM4-80GB'] }[groupBy] ?? ['-'];
  const of = (i) => ({ currency: 'USD', amount: String(1_200_000 - i * 310_000), linesWithout: i === 2 ? 3 : 0, gpuHours: { paid: '401000.000', allocated: '340000.000', busy: '260000.000', productive: '190000.000' }, perGpuHour: i === 2 ? { paid: null, allocated: null, busy: null, productive: null } : { paid: '2.992519', allocated: '3.529412', busy: '4.615385', productive: '6.315789' } });
  return { metric: 'effective', rows: empty ? [] : groups.map((g, i) => ({ group: { [groupBy]: g }, ...of(i) })), totals: empty ? [] : [of(0)], others: empty ? [] : [of(1)], freshness: freshness(), snapshot: {} };
}

/** The rows of a chargeback by a policy that spreads what nobody held. */
export function statement(rows, { policy }) {
  const held = rows.filter((r) => r.currency === 'USD');
  const lines = held.flatMap((r) => [
    { team: r.team, costCenter: r.costCenter ?? '-', currency: r.currency, component: 'direct', charged: r.team !== 'sandbox', amount: r.effective ?? '0', displayed: '0', gpuHours: r.gpuHours ?? '0' },
  ]);
  const totals = { USD: String(lines.reduce((sum, l) => sum + Number(l.amount), 0).toFixed(2)) };
  return {
    preview: Boolean(policy), available: ['as allocated', 'platform pays', 'teams share'],
    policies: [{ name: policy || 'platform pays', from: null, to: '2026-12-01', rules: [{ name: 'unused GPUs', match: 'state:"unallocated"', effect: 'charged to platform' }], commitmentBenefit: 'to who used what was committed', price: 'actual cost', showback: ['sandbox'] }],
    lines, totals,
    effects: policy ? held.slice(0, 6).map((r, i) => ({ team: r.team, costCenter: r.costCenter ?? '-', currency: 'USD', before: '1000', after: String(1000 + (i - 2) * 50), change: String((i - 2) * 50) })) : [],
    unpricedModels: [], notSpread: [], notRepriced: {},
  };
}

export function ownership({ empty }) {
  if (empty) return { rules: [], coverage: [], suggestions: [], snapshot: {} };
  const rule = (name, lines, amount) => ({ rule: name, currency: 'USD', lines, amount, linesWithout: 0 });
  const of = (key, value, amount, team) => ({ key, value, currency: 'USD', lines: 120, amount, match: team ? `${key}!:"-"` : `${key}:"${value}"`, team });
  return {
    rules: [rule('workload', 214_000, '802114.22'), rule('tag', 9_120, '301244.9'), rule('-', 911, '4479.6')],
    coverage: [{ currency: 'USD', ownership: 0.9961 }],
    suggestions: [of('tag:owner', 'ml-research', '3110.4', '{tag:owner}'), of('subAccount', 'sandbox-eu', '1012.75', null), of('service', 'Amazon Elastic Compute Cloud', '902.1', null)],
    snapshot: {},
  };
}

export function charges({ empty, limit, offset }) {
  const all = [];
  for (let i = 0; !empty && i < 420; i += 1) {
    all.push({ chargeId: `3f9a0c1e${i}:${4294967296 + i}`, currency: 'USD', amount: i === 9 ? null : String((9000 / (i + 1)).toFixed(6)), lines: 1 + (i % 7), deviceNanos: '28800000000000', usageStart: '2026-10-04T06:00:00.000000Z', usageEnd: '2026-10-04T07:00:00.000000Z', source: 'aws-main', account: '482910337764', service: 'Amazon Elastic Compute Cloud', chargeCategory: 'Usage', sku: 'BoxUsage:p5.48xlarge', resource: `i-0${(i * 7919).toString(16)}`, deviceModel: 'NVIDIA H100' });
  }
  return { rows: all.slice(offset, offset + limit), totalRows: all.length, totals: empty ? [] : [{ currency: 'USD', charges: all.length, amount: '59712.441902' }], snapshot: {} };
}

export function trace() {
  const line = (state, holder, team, rule, cost, nanos) => ({ day: '2026-10-04', state, deviceModel: 'NVIDIA H100', cluster: 'aws-use1', node: 'ip-10-2-014', holder, team, costCenter: '-', project: '-', environment: '-', rule, deviceNanos: nanos, billedCost: cost, effectiveCost: cost, listCost: null, contractedCost: cost });
  const closes = { charge: '23.6', lines: '23.6', difference: '0' };
  return {
    charge: { source: 'aws-main', billingAccountId: '482910337764', billingCurrency: 'USD', chargeDescription: 'p5.48xlarge, one hour', serviceName: 'Amazon Elastic Compute Cloud', resourceId: 'i-0abc', invoiceId: 'EUINV26-118', chargePeriodStart: '2026-10-04T06:00:00Z', chargePeriodEnd: '2026-10-04T07:00:00Z', billedCost: '23.6', effectiveCost: '23.6' },
    lines: [line('active', 'pod:vision/train-0', 'vision', 'workload', '10.325', '12600000000000'), line('held_idle', 'pod:search/index', 'search', 'workload', '7.375', '9000000000000'), line('unallocated', '-', 'unattributed', '-', '5.9', '7200000000000')],
    sum: { billedCost: closes, effectiveCost: closes, listCost: { charge: null, lines: null, difference: null }, contractedCost: closes },
    snapshot: {},
  };
}
