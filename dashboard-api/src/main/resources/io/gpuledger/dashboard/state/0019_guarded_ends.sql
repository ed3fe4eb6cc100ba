-- How the spend guard ended what it stood over, for the alert that is over by it: gone, changed
-- or silent. One row a guard, currency, cluster and holder; kept for three days.
CREATE TABLE guarded_ends (
  guard TEXT NOT NULL,
  currency TEXT NOT NULL,
  cluster TEXT NOT NULL,
  holder TEXT NOT NULL,
  how TEXT NOT NULL,
  told_at TEXT NOT NULL,
  PRIMARY KEY (guard, currency, cluster, holder)
) STRICT;
