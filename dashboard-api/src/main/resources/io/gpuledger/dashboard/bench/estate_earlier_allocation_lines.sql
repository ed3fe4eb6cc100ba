-- One row per row of allocation_lines of the estate's month, in an earlier month, of the same version.
INSERT INTO allocation_lines
SELECT * REPLACE (
    toDate(addMonths(day, {shift:Int8})) AS day,
    toDateTime64(addMonths(billing_period_start, {shift:Int8}), 6, 'UTC') AS billing_period_start)
FROM (
    SELECT * FROM allocation_lines
    WHERE toYYYYMM(day) = toYYYYMM(toDate({month:String}))
        AND toDayOfMonth(day) <= toDayOfMonth(toLastDayOfMonth(addMonths(toDate({month:String}), {shift:Int8})))
)
SETTINGS max_insert_threads = 1, max_block_size = 32768, min_insert_block_size_rows = 400000, min_insert_block_size_bytes = 134217728
