-- One row per published version of the configured rules that answers go by: chargeback policies,
-- commitments, ownership rules, thresholds, prices, carbon, how sources bill. One row an insert.
CREATE TABLE IF NOT EXISTS rule_versions
(
    version_id String,
    content_hash String,
    rules String,
    recorded_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY recorded_at
SETTINGS non_replicated_deduplication_window = 20000;
