-- Budgets of other periods, units and people than a month's money. What stands here already is a
-- monthly limit on billed cost in UTC, in force since it was made.
ALTER TABLE budgets ADD COLUMN effective_from TEXT NOT NULL DEFAULT '';
-- daily, weekly, monthly, quarterly, yearly, rolling, project
ALTER TABLE budgets ADD COLUMN period TEXT NOT NULL DEFAULT 'monthly';
-- Of a rolling period; of a project the first day, and the first day after it. Else 0 and empty.
ALTER TABLE budgets ADD COLUMN period_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE budgets ADD COLUMN period_from TEXT NOT NULL DEFAULT '';
ALTER TABLE budgets ADD COLUMN period_to TEXT NOT NULL DEFAULT '';
ALTER TABLE budgets ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE budgets ADD COLUMN fiscal INTEGER NOT NULL DEFAULT 0;
-- money, gpu-hours
ALTER TABLE budgets ADD COLUMN unit TEXT NOT NULL DEFAULT 'money';
-- billed, effective
ALTER TABLE budgets ADD COLUMN metric TEXT NOT NULL DEFAULT 'billed';
-- Kinds of charges that do not count, separated by commas.
ALTER TABLE budgets ADD COLUMN excluded TEXT NOT NULL DEFAULT '';
-- Limits of single periods, a line each: 2026-11=250000
ALTER TABLE budgets ADD COLUMN limits TEXT NOT NULL DEFAULT '';
-- none, unspent, unspent-and-overspent; the cap is 0 for none
ALTER TABLE budgets ADD COLUMN rollover TEXT NOT NULL DEFAULT 'none';
ALTER TABLE budgets ADD COLUMN rollover_cap TEXT NOT NULL DEFAULT '0';
ALTER TABLE budgets ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
ALTER TABLE budgets ADD COLUMN delegate TEXT NOT NULL DEFAULT '';
ALTER TABLE budgets ADD COLUMN approver TEXT NOT NULL DEFAULT '';
ALTER TABLE budgets ADD COLUMN cost_center TEXT NOT NULL DEFAULT '';
UPDATE budgets SET effective_from = created_at;
