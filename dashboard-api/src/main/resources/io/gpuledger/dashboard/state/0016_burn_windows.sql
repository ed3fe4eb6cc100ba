-- How fast a budget was spent lately, as the spend guard said last of the period that ran: a line a window
-- (length, from, to, spent, whether all of it was observed), since when it burns too fast (empty where it
-- does not), when that was said, and the limit of the period that it was said by.
ALTER TABLE live_spend ADD COLUMN burn_windows TEXT NOT NULL DEFAULT '';
ALTER TABLE live_spend ADD COLUMN too_fast_since TEXT NOT NULL DEFAULT '';
ALTER TABLE live_spend ADD COLUMN told_at TEXT NOT NULL DEFAULT '';
ALTER TABLE live_spend ADD COLUMN told_limit TEXT NOT NULL DEFAULT '';
