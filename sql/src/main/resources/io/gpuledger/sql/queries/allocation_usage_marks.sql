-- One row per UTC day with telemetry: the newest published generation and checkpoint of its facts.
SELECT
    toUInt16(toDate(day_start)) AS epoch_day,
    concat(toString(tupleElement(mark, 1)), ':', toString(tupleElement(mark, 2))) AS usage_mark
FROM
(
    SELECT toStartOfDay(minute) AS day_start, max((job_generation, checkpoint_id)) AS mark
    FROM gpu_usage
    WHERE minute >= toDateTime({from_second:UInt32}, 'UTC')
        AND minute < toDateTime({to_second:UInt32}, 'UTC')
        AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
    GROUP BY day_start
)
ORDER BY epoch_day
