-- One row per sample that readers see and that was handed to Kafka after an instant: that instant, in
-- nanoseconds. What a bench of visibility asks again and again.
SELECT toUnixTimestamp64Nano(published_at) AS published_nanos
FROM gpu_samples
WHERE published_at > fromUnixTimestamp64Nano({since_nanos:Int64}, 'UTC')
  AND checkpoint_id <=
  (
      SELECT max(checkpoint_id)
      FROM published_checkpoints
      WHERE job = 'telemetry'
  )
