-- Operational state. Money is canonical decimal text; times are UTC instants as ISO-8601 text with
-- microseconds, so that text order is time order.

-- One row per API token. The secret itself is never stored.
CREATE TABLE tokens (
  token_id TEXT PRIMARY KEY,
  secret_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  teams TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT NOT NULL DEFAULT ''
) STRICT;

-- One row per signed-in browser.
CREATE TABLE sessions (
  secret_hash TEXT PRIMARY KEY,
  token_id TEXT NOT NULL REFERENCES tokens (token_id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;

-- One row per version of a budget; the highest version is in force.
CREATE TABLE budgets (
  budget_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  filter TEXT NOT NULL,
  currency TEXT NOT NULL,
  limit_amount TEXT NOT NULL,
  thresholds TEXT NOT NULL,
  owner TEXT NOT NULL,
  channel TEXT NOT NULL,
  origin TEXT NOT NULL,
  deleted INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (budget_id, version)
) STRICT;

-- One row per alert: the ledger. What is sent stands in outbox.
CREATE TABLE alerts (
  alert_id INTEGER PRIMARY KEY AUTOINCREMENT,
  budget_id TEXT NOT NULL,
  budget_version INTEGER NOT NULL,
  budget_name TEXT NOT NULL,
  team_scope TEXT NOT NULL,
  period TEXT NOT NULL,
  threshold INTEGER NOT NULL,
  kind TEXT NOT NULL,
  currency TEXT NOT NULL,
  spent TEXT NOT NULL,
  limit_amount TEXT NOT NULL,
  raised_at TEXT NOT NULL
) STRICT;
CREATE INDEX alerts_by_budget ON alerts (budget_id, period);

-- One row per threshold passed: what makes an alert exist once.
CREATE TABLE crossings (
  budget_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  period TEXT NOT NULL,
  threshold INTEGER NOT NULL,
  kind TEXT NOT NULL,
  currency TEXT NOT NULL,
  spent TEXT NOT NULL,
  limit_amount TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  alert_id INTEGER NOT NULL REFERENCES alerts (alert_id),
  UNIQUE (budget_id, version, period, threshold, kind)
) STRICT;

-- One row per entry of the configured inventory that the telemetry job was told and that was not
-- taken back.
CREATE TABLE inventory_told (
  cluster TEXT NOT NULL,
  node TEXT NOT NULL,
  provider_resource_id TEXT NOT NULL,
  device_model TEXT NOT NULL,
  from_micros INTEGER NOT NULL,
  PRIMARY KEY (cluster, node, provider_resource_id, device_model, from_micros)
) STRICT;

-- One row per message to send, written with its alert in one transaction.
-- state: queued, delivered, failed. uncertain counts attempts whose outcome is unknown.
CREATE TABLE outbox (
  alert_id INTEGER PRIMARY KEY REFERENCES alerts (alert_id),
  channel TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  uncertain INTEGER NOT NULL,
  next_attempt_at TEXT NOT NULL,
  last_error TEXT NOT NULL,
  delivered_at TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (state, next_attempt_at);

CREATE TABLE acknowledgements (
  alert_id INTEGER PRIMARY KEY REFERENCES alerts (alert_id),
  acknowledged_by TEXT NOT NULL,
  acknowledged_at TEXT NOT NULL
) STRICT;

-- One row per write, export and refused sign-in.
CREATE TABLE audit (
  audit_id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

-- One row per budget and month: what the spend guard last said. top_holder is empty where no holder
-- burns; unpriced holds device models, a line each.
CREATE TABLE live_spend (
  budget_id TEXT NOT NULL,
  period TEXT NOT NULL,
  version INTEGER NOT NULL,
  spent TEXT NOT NULL,
  burn_per_hour TEXT NOT NULL,
  top_holder TEXT NOT NULL,
  top_node TEXT NOT NULL,
  top_user TEXT NOT NULL,
  top_since TEXT NOT NULL,
  unpriced TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (budget_id, period)
) STRICT;

-- One row per record of the configuration that topic control ever held: kind and id, the version
-- under which it was sent, the encoded content in hexadecimal digits, and whether it was taken back.
CREATE TABLE control_records (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL,
  gone INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;
