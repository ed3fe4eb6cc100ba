// Closes of the made-up estate: October in review, September closed and rewritten since.
const head = (period, firstDay, lastDay, more = {}) => ({ period, firstDay, lastDay, zone: 'UTC', ended: true, state: 'open', words: 'open', preparedBy: null, signOff: null, ...more });
const signOff = { preparer: 'iris.vogt', by: 'mara.lind', at: '2026-10-12T09:12:00Z', asOf: '2026-10-12T09:10:00Z' };

const HEADS = [
  head('FY2026-P11', '2026-11-01', '2026-11-30', { ended: false }),
  head('FY2026-P10', '2026-10-01', '2026-10-31', { state: 'in_review', words: 'in review', preparedBy: 'iris.vogt' }),
  head('FY2026-P09', '2026-09-01', '2026-09-30', { state: 'closed', words: 'closed', signOff, redeliveries: 1 }),
  head('FY2026-P08', '2026-08-01', '2026-08-31', { state: 'reopened', words: 'reopened', signOff }),
];

export function closes(empty) {
  const rows = empty ? [] : HEADS;
  return { rows, totalRows: rows.length, snapshot: { asOf: '2026-11-24T10:00:00Z' } };
}

const item = (name, title, state, reason, more = {}) => ({ item: name, title, required: true, acknowledgeable: true, state, reason, by: null, note: null, ...more });
const CHECKLIST = [
  item('ended', 'The period has ended', 'done', 'ended with 2026-10-31 UTC', { acknowledgeable: false }),
  item('bills', 'Every source of bills has delivered', 'open', 'lambda lacks 2026-10-28'),
  item('allocation', 'What is delivered is allocated', 'done', 'no delivery waits', { acknowledgeable: false }),
  item('invoices', 'Invoices tie, or are named as not tied', 'acknowledged', 'USD is not tied: 1 invoice differs from the charges', { by: 'iris.vogt', note: 'Azure sends a credit note on the 20th' }),
  item('bridge', 'The bridge explains everything', 'done', 'unexplained is 0'),
  item('rejects', 'Refused rows have been looked at', 'open', 'rows refused: aws-main 12'),
  item('telemetry', 'Telemetry covers the GPU time', 'open', 'telemetry coverage 91.2 %', { required: false, acknowledgeable: false }),
];

const figures = (asOf, billed, effective) => ({
  asOf,
  totals: [{ currency: 'EUR', billed: '88210.5', effective: null }, { currency: 'USD', billed, effective }],
  byTeam: [{ team: 'vision', currency: 'USD', billed, effective }],
  bridge: [{ currency: 'USD', line: 'unexplained', words: 'Unexplained', amount: '0' }, { currency: 'EUR', line: 'unexplained', words: 'Unexplained', amount: null }],
});

const of = (metric, team, service) => ({ metric, basis: 'from_bill', source: 'aws-main', account: '482910337764', team, costCenter: 'CC-1001', service, currency: 'USD' });
const CHANGES = {
  since: signOff.asOf,
  totals: [{ metric: 'billed', currency: 'USD', before: '2318441.290311', after: '2318451.540311', delta: '10.25' }],
  rows: [
    { ...of('billed', 'robotics', 'Compute'), before: null, after: '30', delta: '30' },
    { ...of('billed', 'vision', 'Compute'), before: '1000', after: '980.25', delta: '-19.75' },
    { ...of('effective', 'unattributed', 'Support'), before: '0.000000000000000001', after: null, delta: '-0.000000000000000001' },
  ],
  totalRows: 3,
  deliveries: [{ deliveryId: 'c0ffee0011223344', source: 'aws-main', account: '482910337764', kind: 'overwrite', recordedAt: '2026-11-10T08:00:00Z' }],
};

const none = { totals: [], rows: [], totalRows: 0 };
const corrections = {
  totals: [{ metric: 'billed', currency: 'USD', amount: '10.25' }],
  rows: [
    { ...of('billed', 'robotics', 'Compute'), id: 'k1', corrects: 'FY2026-P09', bookedIn: 'FY2026-P10', date: '2026-10-31', amount: '30', pending: true },
    { ...of('billed', 'vision', 'Compute'), id: 'k2', corrects: 'FY2026-P09', bookedIn: 'FY2026-P10', date: '2026-10-31', amount: '-19.75', pending: true },
  ],
  totalRows: 2,
};
const line = (name, words, amount) => ({ line: name, words, amount });

/** Undefined where there is no such period. */
export function close(period) {
  const of = HEADS.find((h) => h.period === period);
  if (!of) return undefined;
  const signed = of.signOff !== null;
  return {
    ...of,
    history: signed ? [{ at: '2026-10-11T16:00:00Z', by: 'iris.vogt', from: 'open', to: 'in review', reason: null }, { at: signOff.at, by: 'mara.lind', from: 'in review', to: 'closed', reason: null }] : [],
    checklist: of.state === 'closed' ? CHECKLIST.filter((i) => i.state !== 'open') : CHECKLIST,
    figures: figures('2026-11-24T10:00:00Z', '2318451.540311', '1849112.004711'),
    signed: signed ? figures(signOff.asOf, '2318441.290311', '1849112.004711') : null,
    changes: signed ? CHANGES : null,
    corrections: of.period === 'FY2026-P10' ? corrections : none,
    correctedIn: of.period === 'FY2026-P09' ? corrections : none,
    whyChanged: { before: 'FY2026-P09', rows: [{ currency: 'USD', before: '2100000', after: '2318451.540311', change: '218451.540311', lines: [line('usage', 'More or less used, at the average price before', '190000'), line('rate', 'Other prices, most by aws-main p5.48xlarge per Hours', '-1548.459689'), line('mix_and_one_off', 'Other things used, and what came, went or is not counted', '30000')] }] },
    snapshot: { asOf: '2026-11-24T10:00:00Z' },
  };
}

/** A step of the mock: nothing is kept, and what is open is refused as the ledger refuses it. */
export function refusal(step, body) {
  if (step === 'prepare' && !body.acknowledge?.rejects) return { code: 'CONFLICT', title: 'The state of the ledger forbids it', status: 409, detail: "'Refused rows have been looked at: rows refused: aws-main 12' is not done", problems: [{ code: 'MISSING_VALUE', field: 'checklist', message: "'Refused rows have been looked at: rows refused: aws-main 12' is not done" }] };
  return undefined;
}
