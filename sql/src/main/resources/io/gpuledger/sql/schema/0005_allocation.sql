-- One row per published run, written last: that insert makes its cells the newest.
CREATE TABLE IF NOT EXISTS allocation_runs
(
    run_id UUID,
    run_no UInt64,
    reason LowCardinality(String),
    policy_version String,
    cells UInt64,
    lines UInt64,
    recorded_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY run_no
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per cell version: (source, account, UTC day). cell_version is unique over all cells.
-- usage_mark: newest generation and checkpoint of the telemetry that the cell saw, or empty;
-- inventory_mark: digest of the machines in inventory on that day that it saw, or empty. Both are
-- of cells with charges of known accelerators, which device_charges counts.
CREATE TABLE IF NOT EXISTS allocation_cells
(
    run_no UInt64,
    cell_version UInt64,
    source LowCardinality(String),
    account String,
    day Date,
    delivery_ids Array(String),
    policy_version LowCardinality(String),
    usage_mark String,
    inventory_mark String,
    charges UInt64,
    device_charges UInt64,
    lines UInt64,
    billed_cost Map(LowCardinality(String), Decimal(76, 18)),
    effective_cost Map(LowCardinality(String), Decimal(76, 18))
)
ENGINE = MergeTree
ORDER BY (source, account, day, cell_version)
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per charge, usage range, owner, holder, model and state. A dash is a missing key;
-- tags are those of the charge.
CREATE TABLE IF NOT EXISTS allocation_lines
(
    cell_version UInt64,
    day Date,
    delivery_id String,
    row_no UInt64,
    line_no UInt32,
    usage_start DateTime64(6, 'UTC'),
    usage_end DateTime64(6, 'UTC'),
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
    resource String,
    sku LowCardinality(String),
    node LowCardinality(String),
    namespace LowCardinality(String),
    workload String,
    holder String,
    user LowCardinality(String),
    model LowCardinality(String),
    token_type LowCardinality(String),
    invoice LowCardinality(String),
    billing_period_start DateTime64(6, 'UTC'),
    tags Map(LowCardinality(String), String),
    rule LowCardinality(String),
    device_nanos Int64,
    billed_cost Decimal(38, 18),
    effective_cost Decimal(38, 18),
    list_cost Decimal(38, 18),
    contracted_cost Decimal(38, 18),
    absent_costs UInt8
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (cell_version, row_no, line_no)
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per day and shared group keys, versioned by cell: what dashboards read.
CREATE TABLE IF NOT EXISTS cost_daily
(
    cell_version UInt64,
    day Date,
    billing_period_start DateTime64(6, 'UTC'),
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
PARTITION BY toYYYYMM(day)
ORDER BY (day, source, account, cell_version)
SETTINGS non_replicated_deduplication_window = 20000;
