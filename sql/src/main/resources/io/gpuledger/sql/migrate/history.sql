-- One row per applied schema file or view text. The newest row of a name holds.
CREATE TABLE IF NOT EXISTS schema_history
(
    version UInt32,
    name String,
    checksum String,
    applied_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (version, name, applied_at)
SETTINGS non_replicated_deduplication_window = 20000;
