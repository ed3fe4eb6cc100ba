-- One row per published version of the price book; written last, one row an insert: that insert makes
-- its prices visible.
CREATE TABLE IF NOT EXISTS price_book_loads
(
    load_id String,
    content_hash String,
    prices UInt64,
    recorded_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY recorded_at
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per price of a version of the price book. Never read without the version in force.
CREATE TABLE IF NOT EXISTS price_book
(
    load_id String,
    line_no UInt64,
    kind LowCardinality(String),
    provider LowCardinality(String),
    region LowCardinality(String),
    sku String,
    option LowCardinality(String),
    price Decimal(38, 18),
    currency LowCardinality(String),
    unit LowCardinality(String),
    per_device_hour Nullable(Decimal(38, 18)),
    valid_from DateTime64(6, 'UTC'),
    valid_to DateTime64(6, 'UTC'),
    source String,
    collected_on Nullable(Date),
    standing LowCardinality(String),
    finding String
)
ENGINE = MergeTree
ORDER BY (load_id, line_no)
SETTINGS non_replicated_deduplication_window = 20000;
