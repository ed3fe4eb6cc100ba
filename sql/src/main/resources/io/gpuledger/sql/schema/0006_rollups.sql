-- One row per device, hour, state, reason and team. Sum it: rows of one key may be several until
-- they are merged. Current only; what was known earlier is read from gpu_usage.
CREATE TABLE IF NOT EXISTS gpu_usage_hourly
(
    cluster LowCardinality(String),
    node LowCardinality(String),
    device_uuid String,
    gpu_instance LowCardinality(String),
    compute_instance LowCardinality(String),
    device_model LowCardinality(String),
    hour DateTime('UTC'),
    state LowCardinality(String),
    state_reason LowCardinality(String),
    team LowCardinality(String),
    state_nanos Int64,
    held_nanos Int64,
    effective_nanos Int64,
    busy_nanos Int64,
    busy_observed_nanos Int64,
    sm_nanos Int64,
    sm_observed_nanos Int64,
    tensor_nanos Int64,
    tensor_observed_nanos Int64,
    dram_nanos Int64,
    dram_observed_nanos Int64,
    energy_microjoules Int64,
    energy_observed_nanos Int64,
    memory_byte_seconds Int64,
    memory_observed_nanos Int64
)
ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (cluster, device_uuid, gpu_instance, compute_instance, hour, state, state_reason, team, node, device_model)
SETTINGS non_replicated_deduplication_window = 20000;

CREATE MATERIALIZED VIEW IF NOT EXISTS gpu_usage_hourly_feed TO gpu_usage_hourly AS
SELECT
    cluster,
    node,
    device_uuid,
    gpu_instance,
    compute_instance,
    device_model,
    toStartOfHour(minute) AS hour,
    state,
    state_reason,
    team,
    sum(state_nanos) AS state_nanos,
    sum(held_nanos) AS held_nanos,
    sum(effective_nanos) AS effective_nanos,
    sum(busy_nanos) AS busy_nanos,
    sum(busy_observed_nanos) AS busy_observed_nanos,
    sum(sm_nanos) AS sm_nanos,
    sum(sm_observed_nanos) AS sm_observed_nanos,
    sum(tensor_nanos) AS tensor_nanos,
    sum(tensor_observed_nanos) AS tensor_observed_nanos,
    sum(dram_nanos) AS dram_nanos,
    sum(dram_observed_nanos) AS dram_observed_nanos,
    sum(energy_microjoules) AS energy_microjoules,
    sum(energy_observed_nanos) AS energy_observed_nanos,
    sum(memory_byte_seconds) AS memory_byte_seconds,
    sum(memory_observed_nanos) AS memory_observed_nanos
FROM gpu_usage
GROUP BY cluster, node, device_uuid, gpu_instance, compute_instance, device_model, hour, state, state_reason, team;

-- One row per device, day, state, reason and team. Sum it: rows of one key may be several until
-- they are merged. Current only; what was known earlier is read from gpu_usage.
CREATE TABLE IF NOT EXISTS gpu_usage_daily
(
    cluster LowCardinality(String),
    node LowCardinality(String),
    device_uuid String,
    gpu_instance LowCardinality(String),
    compute_instance LowCardinality(String),
    device_model LowCardinality(String),
    day Date,
    state LowCardinality(String),
    state_reason LowCardinality(String),
    team LowCardinality(String),
    state_nanos Int64,
    held_nanos Int64,
    effective_nanos Int64,
    busy_nanos Int64,
    busy_observed_nanos Int64,
    sm_nanos Int64,
    sm_observed_nanos Int64,
    tensor_nanos Int64,
    tensor_observed_nanos Int64,
    dram_nanos Int64,
    dram_observed_nanos Int64,
    energy_microjoules Int64,
    energy_observed_nanos Int64,
    memory_byte_seconds Int64,
    memory_observed_nanos Int64
)
ENGINE = SummingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (cluster, device_uuid, gpu_instance, compute_instance, day, state, state_reason, team, node, device_model)
SETTINGS non_replicated_deduplication_window = 20000;

CREATE MATERIALIZED VIEW IF NOT EXISTS gpu_usage_daily_feed TO gpu_usage_daily AS
SELECT
    cluster,
    node,
    device_uuid,
    gpu_instance,
    compute_instance,
    device_model,
    toDate(minute) AS day,
    state,
    state_reason,
    team,
    sum(state_nanos) AS state_nanos,
    sum(held_nanos) AS held_nanos,
    sum(effective_nanos) AS effective_nanos,
    sum(busy_nanos) AS busy_nanos,
    sum(busy_observed_nanos) AS busy_observed_nanos,
    sum(sm_nanos) AS sm_nanos,
    sum(sm_observed_nanos) AS sm_observed_nanos,
    sum(tensor_nanos) AS tensor_nanos,
    sum(tensor_observed_nanos) AS tensor_observed_nanos,
    sum(dram_nanos) AS dram_nanos,
    sum(dram_observed_nanos) AS dram_observed_nanos,
    sum(energy_microjoules) AS energy_microjoules,
    sum(energy_observed_nanos) AS energy_observed_nanos,
    sum(memory_byte_seconds) AS memory_byte_seconds,
    sum(memory_observed_nanos) AS memory_observed_nanos
FROM gpu_usage
GROUP BY cluster, node, device_uuid, gpu_instance, compute_instance, device_model, day, state, state_reason, team;
