-- Disputes of statement lines by teams. What was said is only ever added.

-- One row per dispute. amount is what the line had left to dispute when it was opened. state: open,
-- granted, rejected, withdrawn. granted, bearer and booked_in (a month such as 2026-11) are of a
-- granted one, else empty: what moves away from the line, onto whom, and whose statement shows it.
CREATE TABLE disputes (
  dispute_id TEXT PRIMARY KEY,
  period TEXT NOT NULL,
  metric TEXT NOT NULL,
  team TEXT NOT NULL,
  cost_center TEXT NOT NULL,
  currency TEXT NOT NULL,
  component TEXT NOT NULL,
  amount TEXT NOT NULL,
  state TEXT NOT NULL,
  granted TEXT NOT NULL,
  bearer_team TEXT NOT NULL,
  bearer_cost_center TEXT NOT NULL,
  booked_in TEXT NOT NULL,
  decided_at TEXT NOT NULL
) STRICT;
-- A line is in one open dispute at most.
CREATE UNIQUE INDEX disputes_open
  ON disputes (period, metric, team, cost_center, currency, component) WHERE state = 'open';

-- One row per remark, from 0 in order of time; the first opens the dispute.
CREATE TABLE dispute_remarks (
  dispute_id TEXT NOT NULL REFERENCES disputes (dispute_id),
  position INTEGER NOT NULL,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (dispute_id, position)
) STRICT;
