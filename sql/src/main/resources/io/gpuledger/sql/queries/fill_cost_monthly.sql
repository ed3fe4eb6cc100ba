-- Month x shared group keys x signs, of the cells of a month that are in force after a run.
INSERT INTO cost_monthly
SELECT
    {month:Date},
    {rollup:UUID},
    provider, source, account, sub_account, region, service, service_category, charge_category,
    pricing_category, commitment, device_model, state, basis, currency, team, cost_center, project,
    environment, cluster, initiative,
    toUInt8(
        if(billed_cost < 0, 1, 0)
        + if(effective_cost < 0, 2, 0)
        + if(list_cost < 0, 4, 0)
        + if(contracted_cost < 0, 8, 0)) AS below_zero,
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
GROUP BY
    provider, source, account, sub_account, region, service, service_category, charge_category,
    pricing_category, commitment, device_model, state, basis, currency, team, cost_center, project,
    environment, cluster, initiative,
    below_zero
