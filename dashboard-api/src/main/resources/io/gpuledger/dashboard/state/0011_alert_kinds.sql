-- An alert is about something of a kind, once an episode: a threshold of a budget in a period, or
-- what the ledger watches beside them. Columns of budgets are empty or 0 in alerts of other kinds.
-- title, owner and told (JSON: the parts of the message in plain words) are empty in alerts that an
-- older version raised.
ALTER TABLE alerts ADD COLUMN alert_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN episode TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN severity TEXT NOT NULL DEFAULT 'warning';
ALTER TABLE alerts ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE alerts ADD COLUMN told TEXT NOT NULL DEFAULT '';
UPDATE alerts SET
  alert_kind = CASE kind WHEN 'estimated' THEN 'budget_estimated' ELSE 'budget_actual' END,
  subject = budget_id,
  episode = period || '/v' || budget_version || '/' || threshold;
-- What makes an alert exist once.
CREATE UNIQUE INDEX alerts_by_episode ON alerts (alert_kind, subject, episode);

-- One row per member of an alert that groups several of one cause, e.g. sources that went stale
-- together; gone_at is empty while the cause holds for it.
CREATE TABLE alert_members (
  alert_id INTEGER NOT NULL REFERENCES alerts (alert_id),
  alert_kind TEXT NOT NULL,
  member TEXT NOT NULL,
  gone_at TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (alert_id, member)
) STRICT;
CREATE INDEX alert_members_standing ON alert_members (alert_kind, gone_at, member);

-- A crossing stands until the spend falls below its threshold by the margin; times counts how often
-- it was crossed. alert_id is that of the last time.
ALTER TABLE crossings ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
ALTER TABLE crossings ADD COLUMN recovered_at TEXT NOT NULL DEFAULT '';
CREATE INDEX crossings_by_standing ON crossings (recovered_at);

-- One row per change of a crossing after its first: recovered, or crossed again.
CREATE TABLE crossing_changes (
  change_id INTEGER PRIMARY KEY AUTOINCREMENT,
  budget_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  period TEXT NOT NULL,
  threshold INTEGER NOT NULL,
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  spent TEXT NOT NULL,
  at TEXT NOT NULL,
  alert_id INTEGER NOT NULL REFERENCES alerts (alert_id)
) STRICT;
CREATE INDEX crossing_changes_by_budget ON crossing_changes (budget_id, period);

-- quiet: the cause is over by itself (a new period, a changed budget) and no channel was told.
ALTER TABLE alert_recoveries ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0;

-- One row per alert that somebody or a rule cares for. Empty text stands for none.
-- snoozed_local and snooze_zone: the wall clock time that was meant; snoozed_until is its instant.
CREATE TABLE alert_care (
  alert_id INTEGER PRIMARY KEY REFERENCES alerts (alert_id),
  snoozed_until TEXT NOT NULL DEFAULT '',
  snoozed_local TEXT NOT NULL DEFAULT '',
  snooze_zone TEXT NOT NULL DEFAULT '',
  snoozed_by TEXT NOT NULL DEFAULT '',
  assignee TEXT NOT NULL DEFAULT '',
  assigned_by TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  escalate_at TEXT NOT NULL DEFAULT '',
  escalated_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX alert_care_snoozed ON alert_care (snoozed_until);
CREATE INDEX alert_care_escalation ON alert_care (escalate_at);

-- One row per thing that happened to an alert.
CREATE TABLE alert_history (
  history_id INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_id INTEGER NOT NULL REFERENCES alerts (alert_id),
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX alert_history_by_alert ON alert_history (alert_id);

-- Deliveries learn to wait and to repeat a step. sequence counts repetitions of a step in a channel.
-- state also: held (waits to be gathered at held_until, for the reason in held_for: quiet,
-- digest or flood),
-- gathered (told by the message told_by), suppressed (recorded during maintenance and never sent).
CREATE TABLE alert_deliveries_next (
  delivery_id INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_id INTEGER NOT NULL REFERENCES alerts (alert_id),
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,
  step TEXT NOT NULL,
  sequence INTEGER NOT NULL DEFAULT 1,
  delivery_key TEXT NOT NULL,
  idempotency TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  attempts_allowed INTEGER NOT NULL,
  uncertain INTEGER NOT NULL,
  next_attempt_at TEXT NOT NULL,
  last_error TEXT NOT NULL,
  external_id TEXT NOT NULL,
  delivered_at TEXT NOT NULL,
  held_for TEXT NOT NULL DEFAULT '',
  held_until TEXT NOT NULL DEFAULT '',
  told_by INTEGER NOT NULL DEFAULT 0,
  begun_at TEXT NOT NULL DEFAULT '',
  UNIQUE (alert_id, channel, step, sequence)
) STRICT;
INSERT INTO alert_deliveries_next
SELECT delivery_id, alert_id, channel, kind, step, 1, delivery_key, idempotency, payload, state,
  attempts, attempts_allowed, uncertain, next_attempt_at, last_error, external_id, delivered_at,
  '', '', 0, ''
FROM alert_deliveries ORDER BY delivery_id;
DROP TABLE alert_deliveries;
ALTER TABLE alert_deliveries_next RENAME TO alert_deliveries;
CREATE INDEX alert_deliveries_due ON alert_deliveries (state, channel, next_attempt_at);
CREATE INDEX alert_deliveries_begun ON alert_deliveries (channel, begun_at);

-- One row per request of Slack's that was taken, so that it is taken once.
CREATE TABLE slack_requests (
  signature TEXT PRIMARY KEY,
  at TEXT NOT NULL
) STRICT;
