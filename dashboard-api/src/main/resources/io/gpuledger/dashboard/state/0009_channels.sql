-- One row per alert, channel and step (raised, acknowledged, recovered): what has to reach the
-- channel, and how far it is. Written with what it tells of in one transaction.
-- delivery_key: the same for all steps of an alert in a channel; what a channel with idempotency is
-- given. idempotency: what lets the other side tell a repetition: none, dedup_key, event_id.
-- state: queued, sending, delivered, retrying, dead. uncertain: attempts whose outcome is unknown.
-- attempts_allowed: after as many it is dead; an admin's retry raises it.
-- external_id: what the other side calls the message; next_attempt_at of a row that is being sent is
-- when it is due again if no outcome was noted.
CREATE TABLE alert_deliveries (
  delivery_id INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_id INTEGER NOT NULL REFERENCES alerts (alert_id),
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,
  step TEXT NOT NULL,
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
  UNIQUE (alert_id, channel, step)
) STRICT;
CREATE INDEX alert_deliveries_due ON alert_deliveries (state, channel, next_attempt_at);

-- Until now an alert had one message, to a webhook of Slack or to the product's own preview.
INSERT INTO alert_deliveries (alert_id, channel, kind, step, delivery_key, idempotency, payload,
  state, attempts, attempts_allowed, uncertain, next_attempt_at, last_error, external_id,
  delivered_at)
SELECT alert_id, channel, 'slack', 'raised', lower(hex(randomblob(16))), 'none', payload,
  CASE WHEN state = 'failed' THEN 'dead'
       WHEN state = 'queued' AND attempts > 0 THEN 'retrying'
       ELSE state END,
  attempts, 40, uncertain, next_attempt_at, last_error, '', delivered_at
FROM outbox ORDER BY alert_id;
DROP TABLE outbox;

-- One row per alert whose cause is over; the first word stays.
CREATE TABLE alert_recoveries (
  alert_id INTEGER PRIMARY KEY REFERENCES alerts (alert_id),
  recovered_at TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
