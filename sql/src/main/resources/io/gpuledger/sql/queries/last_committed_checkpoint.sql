-- One row: the newest checkpoint of a job's generation that any block was committed of, 0 if none.
SELECT max(checkpoint_id)
FROM sink_commits
WHERE job = {job:String}
  AND job_generation = {generation:UInt32}
