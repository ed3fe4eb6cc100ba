-- One signed row per device, minute, state and holder set, of the checkpoints published now.
-- Sum it: a correction is a further row.
CREATE OR REPLACE VIEW current_gpu_usage AS
WITH
(
    SELECT groupArray((job_generation, restored_generation, restored_checkpoint_id))
    FROM job_generations
    WHERE job = 'telemetry'
) AS restarts,
(
    SELECT groupArray((generation, newest))
    FROM
    (
        SELECT job_generation AS generation, max(checkpoint_id) AS newest
        FROM published_checkpoints
        WHERE job = 'telemetry'
        GROUP BY job_generation
    )
) AS published
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
WHERE arrayExists(
        checkpoint -> checkpoint.1 = job_generation AND checkpoint_id <= checkpoint.2, published)
    AND NOT arrayExists(
        restart -> restart.1 > job_generation
            AND (restart.2 < job_generation
                OR (restart.2 = job_generation AND restart.3 < checkpoint_id)),
        restarts);
