-- One row per UTC day of some days that an account has a published cell of: the version in force.
SELECT
    toUInt16(day) AS epoch_day,
    max(cell_version) AS current_version
FROM allocation_cells
WHERE source = {source:String}
    AND account = {account:String}
    AND day >= toDate({first_day:UInt16})
    AND day <= toDate({last_day:UInt16})
    AND run_no IN (SELECT run_no FROM allocation_runs)
GROUP BY day
ORDER BY day
