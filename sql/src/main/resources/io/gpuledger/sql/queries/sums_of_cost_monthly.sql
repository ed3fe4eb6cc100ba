-- One row per currency: what a rollup of a month comes to.
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
FROM cost_monthly
WHERE month = {month:Date} AND rollup_id = {rollup:UUID}
GROUP BY currency
ORDER BY currency
