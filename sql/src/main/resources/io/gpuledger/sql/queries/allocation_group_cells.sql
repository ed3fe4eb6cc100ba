-- One row per account and UTC day of some days of a source that has a published cell: the version in
-- force, and how many lines it has. No accounts named are all of the source.
SELECT
    account,
    toUInt16(day) AS epoch_day,
    max(cell_version) AS current_version,
    toInt64(argMax(lines, cell_version)) AS current_lines
FROM allocation_cells
WHERE source = {source:String}
    AND (empty({accounts:Array(String)}) OR account IN {accounts:Array(String)})
    AND day >= toDate({first_day:UInt16})
    AND day <= toDate({last_day:UInt16})
    AND run_no IN (SELECT run_no FROM allocation_runs)
GROUP BY account, day
ORDER BY account, day
