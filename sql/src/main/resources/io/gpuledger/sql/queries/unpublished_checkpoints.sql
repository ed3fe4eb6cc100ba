-- One row per committed checkpoint of a job's generation that is neither published nor superseded.
-- The checkpoints of a generation are committed in the order of their ids and published all that are
-- committed, so what is at or below the newest published one is done. The ends of both primary keys
-- answer this, however long the history is.
SELECT DISTINCT
    job,
    job_generation,
    checkpoint_id
FROM sink_commits
WHERE job = {job:String}
  AND job_generation = {generation:UInt32}
  AND checkpoint_id > ifNull(
  (
      SELECT checkpoint_id
      FROM published_checkpoints
      WHERE job = {job:String} AND job_generation = {generation:UInt32}
      ORDER BY checkpoint_id DESC
      LIMIT 1
  ), 0)
  AND checkpoint_id <=
  (
      SELECT if(
          count() = 0,
          18446744073709551615,
          min(if(restored_generation = {generation:UInt32}, restored_checkpoint_id, 0)))
      FROM job_generations
      WHERE job = {job:String}
        AND job_generation > {generation:UInt32}
        AND restored_generation <= {generation:UInt32}
  )
ORDER BY ALL
