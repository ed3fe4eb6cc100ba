-- One row per published version of a scope; written only by the publisher, one row an insert.
CREATE TABLE IF NOT EXISTS deliveries
(
    delivery_id String,
    source LowCardinality(String),
    scope_kind LowCardinality(String),
    scope_account String,
    scope_start DateTime64(6, 'UTC'),
    scope_end DateTime64(6, 'UTC'),
    delivery_kind LowCardinality(String),
    sequence UInt64,
    content_hash String,
    set_id String,
    format LowCardinality(String),
    focus_version LowCardinality(String),
    parser_version LowCardinality(String),
    file_names Array(String),
    file_hashes Array(String),
    rows_read UInt64,
    rows_accepted UInt64,
    rows_rejected UInt64,
    rows_duplicate UInt64,
    warnings UInt64,
    duplicate_billed_cost Map(LowCardinality(String), Decimal(76, 18)),
    billed_cost Map(LowCardinality(String), Decimal(76, 18)),
    effective_cost Map(LowCardinality(String), Decimal(76, 18)),
    list_cost Map(LowCardinality(String), Decimal(76, 18)),
    contracted_cost Map(LowCardinality(String), Decimal(76, 18)),
    billed_cost_raw Map(LowCardinality(String), String),
    effective_cost_raw Map(LowCardinality(String), String),
    list_cost_raw Map(LowCardinality(String), String),
    contracted_cost_raw Map(LowCardinality(String), String),
    retracted_delivery_id String,
    state LowCardinality(String),
    recorded_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (source, scope_account, scope_start, sequence)
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per refused row or refused file.
CREATE TABLE IF NOT EXISTS rejects
(
    source LowCardinality(String),
    delivery_id String,
    set_id String,
    row_no UInt64,
    file String,
    line UInt64,
    column_no UInt32,
    field LowCardinality(String),
    code LowCardinality(String),
    message String,
    raw_text String,
    occurred_at DateTime64(6, 'UTC'),
    job_generation UInt32,
    checkpoint_id UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (source, delivery_id, row_no)
SETTINGS non_replicated_deduplication_window = 20000;
