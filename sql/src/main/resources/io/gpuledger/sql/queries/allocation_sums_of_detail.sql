-- One row per currency: the four sums of the cells of a run, to be checked before it is published.
SELECT
    currency,
    sum(toDecimal256(billed_cost, 18)),
    sum(toDecimal256(effective_cost, 18)),
    sum(toDecimal256(list_cost, 18)),
    sum(toDecimal256(contracted_cost, 18))
FROM cost_detail_daily
WHERE cell_version >= {first_version:UInt64} AND cell_version <= {last_version:UInt64}
GROUP BY currency
ORDER BY currency
