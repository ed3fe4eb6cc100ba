-- One row where the job has run before: its newest generation and what that was restored from.
SELECT job_generation, restored_generation, restored_checkpoint_id
FROM job_generations
WHERE job = {job:String}
ORDER BY job_generation DESC, recorded_at
LIMIT 1
