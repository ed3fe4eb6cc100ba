-- Fills gpu_usage_daily anew from the facts that no later start of the job replaced, after the table was
-- emptied (queries/gpu_usage_daily_clear). Only while the job stands still: its inserts would be counted twice.
-- Without deduplication, because a block that equals one of before would be dropped.
INSERT INTO gpu_usage_daily (cluster, node, device_uuid, gpu_instance, compute_instance, device_model, day, state, state_reason, team, state_nanos, held_nanos, effective_nanos, busy_nanos, busy_observed_nanos, sm_nanos, sm_observed_nanos, tensor_nanos, tensor_observed_nanos, dram_nanos, dram_observed_nanos, energy_microjoules, energy_observed_nanos, memory_byte_seconds, memory_observed_nanos)
WITH
(
    SELECT groupArray((job_generation, restored_generation, restored_checkpoint_id))
    FROM job_generations
    WHERE job = 'telemetry'
) AS restarts
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
WHERE NOT arrayExists(
        restart -> restart.1 > job_generation
            AND (restart.2 < job_generation
                OR (restart.2 = job_generation AND restart.3 < checkpoint_id)),
        restarts)
GROUP BY cluster, node, device_uuid, gpu_instance, compute_instance, device_model, day, state, state_reason, team
SETTINGS insert_deduplicate = 0
