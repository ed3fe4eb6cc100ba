-- One row where the generation of the job has begun: its publish instant in microseconds since the epoch.
SELECT toUnixTimestamp64Micro(min(recorded_at))
FROM job_generations
WHERE job = {job:String}
  AND job_generation = {generation:UInt32}
HAVING count() > 0
