-- One row per slice of a device: the newest profile and device model that inventory had of it at as_of.
CREATE OR REPLACE VIEW slice_profiles_as_of AS
WITH
(
    SELECT groupArray((job_generation, restored_generation, restored_checkpoint_id))
    FROM job_generations
    WHERE job = 'telemetry' AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
) AS restarts,
(
    SELECT groupArray((generation, newest))
    FROM
    (
        SELECT job_generation AS generation, max(checkpoint_id) AS newest
        FROM published_checkpoints
        WHERE job = 'telemetry' AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
        GROUP BY job_generation
    )
) AS published
SELECT
    toString(cluster) AS cluster,
    device_uuid,
    toString(gpu_instance) AS gpu_instance,
    toString(compute_instance) AS compute_instance,
    argMax(toString(device_model), tuple(valid_from, version)) AS device_model,
    argMax(toString(mig_profile), tuple(valid_from, version)) AS mig_profile
FROM device_inventory AS seen
WHERE (seen.gpu_instance != '' OR seen.compute_instance != '')
    AND seen.mig_profile != ''
    AND arrayExists(
        checkpoint -> checkpoint.1 = job_generation AND checkpoint_id <= checkpoint.2, published)
    AND NOT arrayExists(
        restart -> restart.1 > job_generation
            AND (restart.2 < job_generation
                OR (restart.2 = job_generation AND restart.3 < checkpoint_id)),
        restarts)
GROUP BY cluster, device_uuid, gpu_instance, compute_instance;
