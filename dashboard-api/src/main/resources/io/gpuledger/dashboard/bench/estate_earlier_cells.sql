-- One row per cell of the estate's month, in an earlier month. Its version, and so its run, stays.
INSERT INTO allocation_cells
SELECT * REPLACE (toDate(addMonths(day, {shift:Int8})) AS day)
FROM (
    SELECT * FROM allocation_cells
    WHERE toYYYYMM(day) = toYYYYMM(toDate({month:String}))
        AND toDayOfMonth(day) <= toDayOfMonth(toLastDayOfMonth(addMonths(toDate({month:String}), {shift:Int8})))
)
