-- One row per guard, currency, team and holder that the spend guard stands over now; gone when it ends.
-- Amounts are decimal text, idle_since is empty where the holder works, user_name where nobody is known.
CREATE TABLE guarded_holders (
  guard TEXT NOT NULL,
  currency TEXT NOT NULL,
  team TEXT NOT NULL,
  holder TEXT NOT NULL,
  node TEXT NOT NULL,
  user_name TEXT NOT NULL,
  sevenths INTEGER NOT NULL,
  burn_per_hour TEXT NOT NULL,
  spent TEXT NOT NULL,
  since TEXT NOT NULL,
  idle_since TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  unpriced TEXT NOT NULL,
  PRIMARY KEY (guard, currency, team, holder)
) STRICT;
