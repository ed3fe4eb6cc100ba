-- What an estimate to date rests on: the last day that is counted by settled bills (empty where there
-- is none), and how many later days have neither samples nor a bill.
ALTER TABLE live_spend ADD COLUMN settled_to TEXT NOT NULL DEFAULT '';
ALTER TABLE live_spend ADD COLUMN unknown_days INTEGER NOT NULL DEFAULT 0;
