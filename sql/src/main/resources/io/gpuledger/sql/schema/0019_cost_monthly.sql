-- One row per month, shared group keys and signs of the costs, apart by rollup: what dashboards read for
-- whole months of the past. Costs of one sign alone are added up, so that sums of absolute amounts stay what
-- they are by day.
CREATE TABLE IF NOT EXISTS cost_monthly
(
    month Date,
    rollup_id UUID,
    provider LowCardinality(String),
    source LowCardinality(String),
    account LowCardinality(String),
    sub_account LowCardinality(String),
    region LowCardinality(String),
    service LowCardinality(String),
    service_category LowCardinality(String),
    charge_category LowCardinality(String),
    pricing_category LowCardinality(String),
    commitment LowCardinality(String),
    device_model LowCardinality(String),
    state LowCardinality(String),
    basis LowCardinality(String),
    currency LowCardinality(String),
    team LowCardinality(String),
    cost_center LowCardinality(String),
    project LowCardinality(String),
    environment LowCardinality(String),
    cluster LowCardinality(String),
    initiative LowCardinality(String),
    below_zero UInt8,
    device_nanos Int64,
    charges UInt64,
    billed_cost Decimal(76, 18),
    effective_cost Decimal(76, 18),
    list_cost Decimal(76, 18),
    contracted_cost Decimal(76, 18),
    effective_absent UInt64,
    list_absent UInt64,
    contracted_absent UInt64
)
ENGINE = MergeTree
ORDER BY (month, rollup_id)
SETTINGS non_replicated_deduplication_window = 20000, vertical_merge_algorithm_min_rows_to_activate = 1;

-- One row per rollup of a month, written last: that insert lets its rows be read. The newest of a month holds
-- where run_id is the newest run with a cell in the month at the instant that is asked for.
CREATE TABLE IF NOT EXISTS monthly_rollups
(
    month Date,
    rollup_id UUID,
    run_id UUID,
    recorded_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (month, recorded_at)
SETTINGS non_replicated_deduplication_window = 20000;
