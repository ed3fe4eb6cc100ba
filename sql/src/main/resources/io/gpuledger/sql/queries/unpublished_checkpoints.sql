-- One row per committed checkpoint of a job that is neither published nor superseded.
SELECT DISTINCT
    commits.job,
    commits.job_generation,
    commits.checkpoint_id
FROM sink_commits AS commits
LEFT ANTI JOIN published_checkpoints AS published
    ON commits.job = published.job
    AND commits.job_generation = published.job_generation
    AND commits.checkpoint_id = published.checkpoint_id
LEFT JOIN
(
    SELECT
        older.job AS job,
        older.job_generation AS job_generation,
        min(if(newer.restored_generation = older.job_generation, newer.restored_checkpoint_id, 0))
            AS live_until
    FROM job_generations AS older
    INNER JOIN job_generations AS newer ON older.job = newer.job
    WHERE newer.job_generation > older.job_generation
      AND newer.restored_generation <= older.job_generation
    GROUP BY ALL
) AS limits
    ON commits.job = limits.job
    AND commits.job_generation = limits.job_generation
WHERE limits.job = '' OR commits.checkpoint_id <= limits.live_until
ORDER BY ALL
