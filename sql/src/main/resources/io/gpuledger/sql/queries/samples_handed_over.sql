-- One row: how many samples of a cluster that were handed over at one instant are stored.
SELECT
    (SELECT count() FROM gpu_samples
     WHERE cluster = {cluster:String}
       AND published_at = fromUnixTimestamp64Nano({published_nanos:Int64}, 'UTC'))
    + (SELECT count() FROM late_samples
       WHERE cluster = {cluster:String}
         AND published_at = fromUnixTimestamp64Nano({published_nanos:Int64}, 'UTC')) AS samples
