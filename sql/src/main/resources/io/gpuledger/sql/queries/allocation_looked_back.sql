-- One row per account and UTC day of some days of a source whose cell in force has a tax, a credit or support that went
-- by a month before, or that found nothing to go by. What names no charge, and a promotion, looks for none. The
-- words are those of io.gpuledger.cost.allocation.SharedCharge.
SELECT DISTINCT toString(account) AS account_name, toUInt16(day) AS epoch_day
FROM allocation_lines
WHERE source = {source:String}
    AND day >= toDate({first_day:UInt16})
    AND day <= toDate({last_day:UInt16})
    AND (split_rule LIKE '% of the last month before, %' OR split_rule LIKE '% apart: %')
    AND split_rule NOT LIKE '% apart: it names no charge%'
    AND split_rule NOT LIKE '% apart: a promotion %'
    AND cell_version IN
    (
        SELECT max(cell_version)
        FROM allocation_cells
        WHERE source = {source:String}
            AND day >= toDate({first_day:UInt16})
            AND day <= toDate({last_day:UInt16})
            AND run_no IN (SELECT run_no FROM allocation_runs)
        GROUP BY account, day
    )
ORDER BY account_name, epoch_day
