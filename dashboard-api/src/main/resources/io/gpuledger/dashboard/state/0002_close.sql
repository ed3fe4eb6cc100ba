-- The close of own books. Rows are only ever added: a signed figure is never changed.

-- One row per step of the close of a book period. step_no counts the steps of the period from 1, so
-- that of two steps taken at once one is refused. The days are those of the fiscal calendar of then.
-- as_of is the instant as of which a sign-off signs, else empty.
CREATE TABLE close_events (
  event_id INTEGER PRIMARY KEY AUTOINCREMENT,
  period TEXT NOT NULL,
  step_no INTEGER NOT NULL,
  fiscal_year INTEGER NOT NULL,
  number INTEGER NOT NULL,
  first_day TEXT NOT NULL,
  end_day TEXT NOT NULL,
  zone TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  reason TEXT NOT NULL,
  as_of TEXT NOT NULL,
  UNIQUE (period, step_no)
) STRICT;

-- One row per item of the checklist as it stood at a preparation or sign-off.
-- state: done, acknowledged, open. who and note are of an acknowledgement, else empty.
CREATE TABLE close_checklist (
  event_id INTEGER NOT NULL REFERENCES close_events (event_id),
  position INTEGER NOT NULL,
  item TEXT NOT NULL,
  title TEXT NOT NULL,
  required INTEGER NOT NULL,
  acknowledgeable INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  who TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (event_id, item)
) STRICT;

-- One row per figure that a sign-off signed. metric: billed, effective.
CREATE TABLE close_figures (
  event_id INTEGER NOT NULL REFERENCES close_events (event_id),
  metric TEXT NOT NULL,
  basis TEXT NOT NULL,
  source TEXT NOT NULL,
  account TEXT NOT NULL,
  team TEXT NOT NULL,
  cost_center TEXT NOT NULL,
  service TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount TEXT NOT NULL,
  PRIMARY KEY (event_id, metric, basis, source, account, team, cost_center, service, currency)
) STRICT;

-- One row per bridge line that a sign-off signed. amount is empty where it was unknown.
CREATE TABLE close_bridge (
  event_id INTEGER NOT NULL REFERENCES close_events (event_id),
  currency TEXT NOT NULL,
  position INTEGER NOT NULL,
  line TEXT NOT NULL,
  amount TEXT NOT NULL,
  PRIMARY KEY (event_id, currency, line)
) STRICT;

-- One row per correction of a closed period that a sign-off of a later one booked in that.
CREATE TABLE close_corrections (
  event_id INTEGER NOT NULL REFERENCES close_events (event_id),
  corrects TEXT NOT NULL,
  day TEXT NOT NULL,
  metric TEXT NOT NULL,
  basis TEXT NOT NULL,
  source TEXT NOT NULL,
  account TEXT NOT NULL,
  team TEXT NOT NULL,
  cost_center TEXT NOT NULL,
  service TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount TEXT NOT NULL
) STRICT;
CREATE INDEX close_corrections_of ON close_corrections (corrects);
