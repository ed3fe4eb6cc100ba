-- One row per currency: what the days of a month come to in the cells that are in force after a run.
SELECT
    currency,
    sum(device_nanos),
    sum(charges),
    sum(toDecimal256(billed_cost, 18)),
    sum(toDecimal256(effective_cost, 18)),
    sum(toDecimal256(list_cost, 18)),
    sum(toDecimal256(contracted_cost, 18)),
    sum(effective_absent),
    sum(list_absent),
    sum(contracted_absent)
FROM cost_daily
WHERE day >= {month:Date} AND day < addMonths({month:Date}, 1)
    AND cell_version IN
    (
        SELECT max(cell_version)
        FROM allocation_cells
        WHERE run_no IN (SELECT run_no FROM allocation_runs WHERE run_no <= {run:UInt64})
            AND day >= {month:Date} AND day < addMonths({month:Date}, 1)
        GROUP BY source, account, day
    )
GROUP BY currency
ORDER BY currency
