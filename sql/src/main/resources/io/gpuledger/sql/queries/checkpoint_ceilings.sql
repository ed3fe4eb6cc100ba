-- One row per generation of the telemetry job with a checkpoint published at {as_of}: the newest one that readers see.
SELECT job_generation, newest_checkpoint_id
FROM checkpoints_as_of(as_of = {as_of:DateTime64(6, 'UTC')})
ORDER BY job_generation
