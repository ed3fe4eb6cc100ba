-- One row per generation of a job that has begun.
SELECT DISTINCT
    job,
    job_generation
FROM job_generations
ORDER BY ALL
