-- What collectors took, so that each version of an object is loaded once, over restarts and kills.
-- outcome: loaded, unchanged, or refused (which the next start or change of the source tries again).
CREATE TABLE collected_sets (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  period TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  deliveries TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX collected_sets_by_source ON collected_sets (source, at);
CREATE TABLE collected_objects (
  source TEXT NOT NULL,
  object_key TEXT NOT NULL,
  version TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  set_id INTEGER NOT NULL REFERENCES collected_sets (id) ON DELETE CASCADE,
  PRIMARY KEY (source, object_key, version)
);
CREATE INDEX collected_objects_by_set ON collected_objects (set_id);
