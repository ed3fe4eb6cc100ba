-- One row per day, shared group keys and keys of detail, versioned by cell: what dashboards read where
-- a question names a resource, holder or tag. Hours of a day are added up.
CREATE TABLE IF NOT EXISTS cost_detail_daily
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
    resource String,
    sku LowCardinality(String),
    node LowCardinality(String),
    namespace LowCardinality(String),
    workload String,
    holder String,
    user LowCardinality(String),
    model LowCardinality(String),
    token_type LowCardinality(String),
    component LowCardinality(String),
    invoice LowCardinality(String),
    tags Map(LowCardinality(String), String),
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

-- Runs of before get theirs, cell by cell, so that memory holds the groups of one at a time. A first
-- try that was broken off leaves nothing.
TRUNCATE TABLE cost_detail_daily;

INSERT INTO cost_detail_daily
SELECT
    cell_version,
    day,
    billing_period_start,
    provider,
    source,
    account,
    sub_account,
    region,
    service,
    service_category,
    charge_category,
    pricing_category,
    commitment,
    device_model,
    state,
    basis,
    currency,
    team,
    cost_center,
    project,
    environment,
    cluster,
    initiative,
    resource,
    sku,
    node,
    namespace,
    workload,
    holder,
    user,
    model,
    token_type,
    component,
    invoice,
    tags,
    sum(device_nanos),
    countIf(line_no = 0),
    sum(toDecimal256(billed_cost, 18)),
    sum(toDecimal256(effective_cost, 18)),
    sum(toDecimal256(list_cost, 18)),
    sum(toDecimal256(contracted_cost, 18)),
    countIf(bitTest(absent_costs, 0)),
    countIf(bitTest(absent_costs, 1)),
    countIf(bitTest(absent_costs, 2))
FROM allocation_lines
GROUP BY
    cell_version, day, billing_period_start, provider, source, account, sub_account, region,
    service, service_category, charge_category, pricing_category, commitment, device_model,
    state, basis, currency, team, cost_center, project, environment, cluster, initiative,
    resource, sku, node, namespace, workload, holder, user, model, token_type, component, invoice, tags
SETTINGS optimize_aggregation_in_order = 1, max_partitions_per_insert_block = 0;
