-- Holders of equal name in two clusters are two; rows of the version before have an empty cluster.
-- told_at is when the guard told of it last, by the wall clock.
ALTER TABLE guarded_holders RENAME TO guarded_holders_before;
CREATE TABLE guarded_holders (
  guard TEXT NOT NULL,
  currency TEXT NOT NULL,
  cluster TEXT NOT NULL,
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
  told_at TEXT NOT NULL,
  PRIMARY KEY (guard, currency, cluster, team, holder)
) STRICT;
INSERT INTO guarded_holders
SELECT guard, currency, '', team, holder, node, user_name, sevenths, burn_per_hour, spent, since,
  idle_since, seen_at, unpriced, seen_at
FROM guarded_holders_before;
DROP TABLE guarded_holders_before;
