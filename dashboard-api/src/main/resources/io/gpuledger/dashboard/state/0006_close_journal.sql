-- The journal of a signed period as it was signed, whatever accounts, calendar and sources of
-- bills are configured later. Rows are only ever added.

-- One row per sign-off: the period that its reversals lie in, with its days of then.
CREATE TABLE close_journals (
  event_id INTEGER PRIMARY KEY REFERENCES close_events (event_id),
  next_fiscal_year INTEGER NOT NULL,
  next_number INTEGER NOT NULL,
  next_edition INTEGER NOT NULL,
  next_first_day TEXT NOT NULL,
  next_end_day TEXT NOT NULL,
  next_zone TEXT NOT NULL
) STRICT;

-- One row per line of an entry. in_next is 1 where the entry lies in the period after.
CREATE TABLE close_journal_lines (
  event_id INTEGER NOT NULL REFERENCES close_journals (event_id),
  entry INTEGER NOT NULL,
  line INTEGER NOT NULL,
  kind TEXT NOT NULL,
  in_next INTEGER NOT NULL,
  day TEXT NOT NULL,
  reference TEXT NOT NULL,
  side TEXT NOT NULL,
  entity TEXT NOT NULL,
  account TEXT NOT NULL,
  cost_center TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount TEXT NOT NULL,
  PRIMARY KEY (event_id, entry, line)
) STRICT;

-- One row per cost that had no estimate and was not accrued, in words.
CREATE TABLE close_journal_gaps (
  event_id INTEGER NOT NULL REFERENCES close_journals (event_id),
  position INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (event_id, position)
) STRICT;
