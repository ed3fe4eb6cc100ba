-- One row per generation of the telemetry job with a checkpoint published at as_of: the newest checkpoint whose
-- facts readers see. A later generation that was restored from an earlier checkpoint supersedes what came after
-- that; 0 where it supersedes all of the generation.
-- What is published and not superseded is said here alone; facts are chosen by
-- checkpoint_id <= transform(job_generation, generations, newest checkpoints, 0).
CREATE OR REPLACE VIEW checkpoints_as_of AS
SELECT
    reached.job_generation AS job_generation,
    least(
        max(reached.checkpoint_id),
        min(multiIf(
            restart.job_generation <= reached.job_generation
                OR restart.restored_generation > reached.job_generation, toUInt64(18446744073709551615),
            restart.restored_generation < reached.job_generation, toUInt64(0),
            restart.restored_checkpoint_id))) AS newest_checkpoint_id
FROM
(
    SELECT job_generation, max(checkpoint_id) AS checkpoint_id
    FROM published_checkpoints
    WHERE job = 'telemetry' AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
    GROUP BY job_generation
) AS reached
LEFT JOIN
(
    SELECT job_generation, restored_generation, restored_checkpoint_id
    FROM job_generations
    WHERE job = 'telemetry' AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
) AS restart ON 1 = 1
GROUP BY job_generation;
