-- The exchange rates of closed periods. Rows are only ever added, with the sign-off that they are of.

-- One row per sign-off that locked rates: also one that found no rate locks that there was none.
CREATE TABLE close_rate_locks (
  event_id INTEGER PRIMARY KEY REFERENCES close_events (event_id)
) STRICT;

-- One row per rate of a lock. rate is a canonical decimal: units of currency_to for one of
-- currency_from. Times are UTC instants; valid_end is the first instant after.
CREATE TABLE close_rates (
  event_id INTEGER NOT NULL REFERENCES close_rate_locks (event_id),
  currency_from TEXT NOT NULL,
  currency_to TEXT NOT NULL,
  purpose TEXT NOT NULL,
  rate TEXT NOT NULL,
  valid_start TEXT NOT NULL,
  valid_end TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (event_id, currency_from, currency_to, purpose, valid_start)
) STRICT;

-- One row per pair of a lock whose rate may be computed: inverted, or through a third currency.
-- via is empty for an inverted rate.
CREATE TABLE close_rate_derivations (
  event_id INTEGER NOT NULL REFERENCES close_rate_locks (event_id),
  currency_from TEXT NOT NULL,
  currency_to TEXT NOT NULL,
  via TEXT NOT NULL,
  PRIMARY KEY (event_id, currency_from, currency_to)
) STRICT;
