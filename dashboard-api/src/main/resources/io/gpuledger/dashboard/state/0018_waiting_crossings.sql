-- What budgets passed and could not be told yet, because the bill could not be read: one row a budget
-- and period. thresholds are percents with blanks between, record is the newest CrossingSeen of it.
CREATE TABLE waiting_crossings (
  budget_id TEXT NOT NULL,
  budget_version INTEGER NOT NULL,
  period TEXT NOT NULL,
  thresholds TEXT NOT NULL,
  record BLOB NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at TEXT NOT NULL,
  PRIMARY KEY (budget_id, budget_version, period)
) STRICT;
