-- One row per generation of a job: its newest published checkpoint at {as_of}, and the checkpoint
-- from which a later generation was restored (18446744073709551615 where none was).
SELECT
    g.job_generation AS job_generation,
    max(g.published) AS published,
    min(multiIf(
        r.job_generation <= g.job_generation OR r.restored_generation > g.job_generation, 18446744073709551615,
        r.restored_generation < g.job_generation, 0,
        r.restored_checkpoint_id)) AS superseded_after
FROM
(
    SELECT job_generation, max(checkpoint_id) AS published
    FROM published_checkpoints
    WHERE job = {job:String} AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
    GROUP BY job_generation
) AS g
LEFT JOIN
(
    SELECT job_generation, restored_generation, restored_checkpoint_id
    FROM job_generations
    WHERE job = {job:String} AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
) AS r ON 1 = 1
GROUP BY job_generation
ORDER BY job_generation
