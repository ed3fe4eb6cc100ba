-- One row: the newest checkpoint of a job's generation that a row of a table carries, 0 if none.
SELECT max(checkpoint_id)
FROM {table:Identifier}
WHERE job_generation = {generation:UInt32}
