-- One row per block of a checkpoint that is committed.
SELECT DISTINCT token
FROM sink_commits
WHERE job = {job:String}
  AND job_generation = {generation:UInt32}
  AND checkpoint_id = {checkpoint:UInt64}
