-- One row per device and instant. A field that was not measured is null. Short life. By hours first: readers ask
-- for the latest samples of all devices, or for an hour of one.
CREATE TABLE IF NOT EXISTS gpu_samples
(
    cluster LowCardinality(String),
    node LowCardinality(String),
    device_uuid LowCardinality(String),
    gpu_instance LowCardinality(String),
    compute_instance LowCardinality(String),
    device_index LowCardinality(String),
    device_model LowCardinality(String),
    mig_profile LowCardinality(String),
    source LowCardinality(String),
    at DateTime64(9, 'UTC'),
    published_at DateTime64(9, 'UTC'),
    busy_ratio Nullable(Float64),
    sm_active_ratio Nullable(Float64),
    tensor_active_ratio Nullable(Float64),
    dram_active_ratio Nullable(Float64),
    memory_used_bytes Nullable(Int64),
    memory_total_bytes Nullable(Int64),
    power_watts Nullable(Float64),
    energy_microjoules_total Nullable(Int64),
    temperature_celsius Nullable(Float64),
    sm_clock_hertz Nullable(Int64),
    last_xid Nullable(Int32),
    holders Array(String),
    job_generation UInt32,
    checkpoint_id UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), cluster, device_uuid, gpu_instance, compute_instance, at)
SETTINGS non_replicated_deduplication_window = 20000, min_bytes_for_wide_part = 134217728;

-- One row per sample that came more than two hours late, whole, until its device-hour is rebuilt.
CREATE TABLE IF NOT EXISTS late_samples AS gpu_samples
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (toStartOfHour(at), cluster, device_uuid, gpu_instance, compute_instance, at)
SETTINGS non_replicated_deduplication_window = 20000, min_bytes_for_wide_part = 134217728;

-- One signed row per device, minute, state and holder set; additive, corrected by further rows.
CREATE TABLE IF NOT EXISTS gpu_usage
(
    cluster LowCardinality(String),
    node LowCardinality(String),
    device_uuid LowCardinality(String),
    gpu_instance LowCardinality(String),
    compute_instance LowCardinality(String),
    device_model LowCardinality(String),
    minute DateTime('UTC'),
    state LowCardinality(String),
    state_reason LowCardinality(String),
    holder_keys Array(String),
    holder_weights Array(UInt32),
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
    memory_observed_nanos Int64,
    job_generation UInt32,
    checkpoint_id UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(minute)
ORDER BY (cluster, device_uuid, gpu_instance, compute_instance, minute)
SETTINGS non_replicated_deduplication_window = 20000, min_bytes_for_wide_part = 134217728;

-- One row per time a holder of a cluster is seen anew.
CREATE TABLE IF NOT EXISTS holders
(
    cluster LowCardinality(String),
    holder_key String,
    kind LowCardinality(String),
    namespace String,
    workload String,
    container String,
    user String,
    first_seen_at DateTime64(9, 'UTC'),
    job_generation UInt32,
    checkpoint_id UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(first_seen_at)
ORDER BY (cluster, holder_key, first_seen_at)
SETTINGS non_replicated_deduplication_window = 20000, min_bytes_for_wide_part = 134217728;

-- One row per statement about a device's time in inventory. origin: configured or observed.
-- Observed rows repeat with a later last_seen_at; valid time ends 24 h after the last.
CREATE TABLE IF NOT EXISTS device_inventory
(
    cluster LowCardinality(String),
    node LowCardinality(String),
    device_uuid String,
    gpu_instance LowCardinality(String),
    compute_instance LowCardinality(String),
    device_model LowCardinality(String),
    mig_profile LowCardinality(String),
    memory_total_bytes Nullable(Int64),
    provider_resource_id String,
    device_count UInt32,
    origin LowCardinality(String),
    valid_from DateTime64(6, 'UTC'),
    valid_to Nullable(DateTime64(6, 'UTC')),
    last_seen_at Nullable(DateTime64(6, 'UTC')),
    version UInt64,
    job_generation UInt32,
    checkpoint_id UInt64
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(valid_from)
ORDER BY (cluster, node, device_uuid, gpu_instance, compute_instance, valid_from)
SETTINGS non_replicated_deduplication_window = 20000, min_bytes_for_wide_part = 134217728;
