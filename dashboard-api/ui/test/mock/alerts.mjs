// The alert ledger of the mock API: the mock's budget alerts in their whole form, and one of other kinds.
const WHOLE = { severity: 'warning', owner: null, teams: [], lastError: null, acknowledgedBy: null, acknowledgedAt: null, recoveredAt: null, recoveryReason: null, snoozedUntil: null, snoozedLocal: null, snoozeZone: null, snoozedBy: null, assignee: null, assignedBy: null, reason: null, escalateAt: null, escalatedAt: null, channel: '#gpu-spend', attempts: 1, deliveries: [] };

const sent = (id, more = {}) => ({ id, channel: '#gpu-spend', kind: 'slack-bot', step: 'raised', state: 'delivered', attempts: 1, uncertainAttempts: 0, idempotency: 'none', mayStandTwice: false, nextAttemptAt: null, lastError: null, externalId: null, deliveredAt: '2026-11-23T21:14:08Z', sequence: 1, heldFor: null, heldUntil: null, ...more });

const other = (id, alertKind, title, raisedAt, more = {}) => ({ ...WHOLE, id, alertKind, subject: title, title, raisedAt, state: 'delivered', status: 'open', budgetId: null, budgetName: null, period: null, threshold: null, kind: null, currency: null, spent: null, limit: null, deliveries: [sent(`${id}-d`)], ...more });

/** Rows of other kinds than budgets. */
export const otherAlerts = () => [
  other('o1', 'runaway_job', 'Runaway burn: pod:research-vlm/sweep-ablate-7', '2026-11-23T20:52:11Z', { severity: 'page', owner: 'jonas.weber', teams: ['research-vlm'], escalatedAt: '2026-11-23T21:22:11Z', assignee: 'mara.lind', assignedBy: 'gpuledger', deliveries: [sent('o1-a'), sent('o1-b', { channel: 'on-call', kind: 'pagerduty', idempotency: 'dedup_key' }), sent('o1-c', { step: 'escalated' })] }),
  other('o2', 'idle_gpu', '64 GPUs held by pod:robotics/notebook-shared do nothing', '2026-11-23T18:05:00Z', { owner: 'robotics', teams: ['robotics'], state: 'held', deliveries: [sent('o2-a', { state: 'held', deliveredAt: null, heldFor: 'quiet', heldUntil: '2026-11-24T06:00:00Z', attempts: 0 })] }),
  other('o3', 'stale_source', '40 sources no longer deliver', '2026-11-23T16:40:00Z', { status: 'snoozed', snoozedUntil: '2026-11-24T16:45:00Z', snoozedLocal: '2026-11-24T17:45', snoozeZone: 'Europe/Berlin', snoozedBy: 'mara.lind' }),
  other('o4', 'invoice_mismatch', 'Invoice AWS EUINV-2211 USD does not tie', '2026-11-21T08:00:00Z', { owner: 'finance', status: 'acknowledged', state: 'acknowledged', acknowledgedBy: 'ines.moreau', acknowledgedAt: '2026-11-21T09:12:00Z', reason: 'The marketplace line came a day late; asked AWS for the corrected file.' }),
  other('o5', 'commitment_expiring', 'Commitment cw-h100-2025 ends in 29 days', '2026-11-20T00:15:00Z', { severity: 'info', owner: 'platform' }),
  other('o6', 'coverage_drop', 'Telemetry coverage is 91.3 %', '2026-11-18T03:10:00Z', { status: 'recovered', recoveredAt: '2026-11-18T09:30:00Z', recoveryReason: 'telemetry coverage is above its goal again' }),
];

/** A budget's alert of the mock with what the ledger says beside it. */
const whole = (a) => ({ ...WHOLE, alertKind: a.kind === 'estimated' ? 'budget_estimated' : 'budget_actual', subject: a.budgetId, title: `${a.budgetName}: ${a.threshold} % of November 2026`, status: a.acknowledgedBy ? 'acknowledged' : 'open', owner: 'jonas.weber', ...a });

/** The rows that a question wants. */
export function alertLedger(rows, { status, kind, team }) {
  return rows.map((a) => (a.alertKind ? a : whole(a)))
    .filter((a) => (!status || a.status === status) && (!kind || a.alertKind === kind) && (!team || a.teams.includes(team)))
    .sort((a, b) => (a.raisedAt < b.raisedAt ? 1 : -1));
}

export function alertDetail(rows, id) {
  const alert = alertLedger(rows, {}).find((a) => a.id === id);
  if (!alert) return undefined;
  const history = [{ at: alert.raisedAt, who: 'gpuledger', what: 'raised', detail: alert.title }];
  if (alert.escalatedAt) history.push({ at: alert.escalatedAt, who: 'gpuledger', what: 'escalated', detail: 'to mara.lind' });
  if (alert.acknowledgedBy) history.push({ at: alert.acknowledgedAt, who: alert.acknowledgedBy, what: 'acknowledged', detail: null });
  if (alert.snoozedBy) history.push({ at: '2026-11-23T16:45:00Z', who: alert.snoozedBy, what: 'snoozed', detail: `until ${alert.snoozedLocal} ${alert.snoozeZone}` });
  if (alert.recoveredAt) history.push({ at: alert.recoveredAt, who: 'gpuledger', what: 'recovered', detail: alert.recoveryReason });
  return { ...alert, history };
}

/** What a step of care changes. */
export function careFor(alert, step, body) {
  const now = new Date().toISOString();
  if (step === 'snooze') Object.assign(alert, { status: 'snoozed', snoozedUntil: now, snoozedLocal: body.until ?? now.slice(0, 16), snoozeZone: body.zone, snoozedBy: 'mara.lind' });
  if (step === 'assign') Object.assign(alert, { assignee: body.assignee || null, assignedBy: 'mara.lind' });
  if (step === 'reason') alert.reason = body.reason || null;
  return alert;
}
