-- One row per device, hour, state, reason and team. Sum it: rows of one key may be several until
-- they are merged. Current only; what was known earlier is read from gpu_usage.
CREATE TABLE IF NOT EXISTS gpu_usage_hourly
(
    cluster LowCardinality(String),
    node LowCardinality(String),
    device_uuid LowCardinality(String),
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
SETTINGS non_replicated_deduplication_window = 20000, min_bytes_for_wide_part = 134217728;

-- No GROUP BY: the table sums its rows when it merges them, and a hash of so wide a key costs several times
-- the insert itself.
CREATE MATERIALIZED VIEW IF NOT EXISTS gpu_usage_hourly_feed TO gpu_usage_hourly AS
SELECT
    * EXCEPT (minute, holder_keys, holder_weights, job_generation, checkpoint_id),
    toStartOfHour(minute) AS hour
FROM gpu_usage;

-- One row per device, day, state, reason and team. Sum it: rows of one key may be several until
-- they are merged. Current only; what was known earlier is read from gpu_usage.
CREATE TABLE IF NOT EXISTS gpu_usage_daily
(
    cluster LowCardinality(String),
    node LowCardinality(String),
    device_uuid LowCardinality(String),
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
SETTINGS non_replicated_deduplication_window = 20000, min_bytes_for_wide_part = 134217728;

-- No GROUP BY, as above.
CREATE MATERIALIZED VIEW IF NOT EXISTS gpu_usage_daily_feed TO gpu_usage_daily AS
SELECT
    * EXCEPT (minute, holder_keys, holder_weights, job_generation, checkpoint_id),
    toDate(minute) AS day
FROM gpu_usage;
