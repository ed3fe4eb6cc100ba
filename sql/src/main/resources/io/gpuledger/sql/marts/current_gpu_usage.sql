-- One signed row per device, minute, state and holder set, of the checkpoints published now.
-- Sum it: a correction is a further row.
CREATE OR REPLACE VIEW current_gpu_usage AS
WITH
(
    SELECT (groupArray(job_generation), groupArray(newest_checkpoint_id))
    FROM checkpoints_as_of(as_of = toDateTime64('2149-01-01 00:00:00', 6, 'UTC'))
) AS visible
SELECT
    cluster,
    node,
    device_uuid,
    gpu_instance,
    compute_instance,
    device_model,
    minute,
    state,
    state_reason,
    holder_keys,
    holder_weights,
    team,
    state_nanos,
    held_nanos,
    effective_nanos,
    busy_nanos,
    busy_observed_nanos,
    sm_nanos,
    sm_observed_nanos,
    tensor_nanos,
    tensor_observed_nanos,
    dram_nanos,
    dram_observed_nanos,
    energy_microjoules,
    energy_observed_nanos,
    memory_byte_seconds,
    memory_observed_nanos
FROM gpu_usage
WHERE checkpoint_id <= transform(job_generation, tupleElement(visible, 1), tupleElement(visible, 2), toUInt64(0));
