-- One row per budget, version and period: what it was last forecast to come to. The figures are empty
-- text where missing says why nothing could be said. probability is that of passing the limit, a ratio
-- in decimal text. in_a_row and is_over are the gate of the alert (docs/alerts.md).
CREATE TABLE budget_forecasts (
  budget_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  period TEXT NOT NULL,
  expected TEXT NOT NULL,
  low80 TEXT NOT NULL,
  high80 TEXT NOT NULL,
  probability TEXT NOT NULL,
  settled_to TEXT NOT NULL,
  origins INTEGER NOT NULL,
  usual_per_hour TEXT NOT NULL,
  missing TEXT NOT NULL,
  as_of TEXT NOT NULL,
  made_at TEXT NOT NULL,
  in_a_row INTEGER NOT NULL,
  is_over INTEGER NOT NULL,
  PRIMARY KEY (budget_id, version, period)
) STRICT;
CREATE INDEX budget_forecasts_by_age ON budget_forecasts (made_at);
