-- One row per billing currency of a delivery: what table charges holds of it.
SELECT
    billing_currency,
    count() AS row_count,
    uniqExact(row_no) AS distinct_rows,
    sum(toDecimal256(billed_cost, 18)) AS billed,
    ifNull(sum(toDecimal256(effective_cost, 18)), toDecimal256(0, 18)) AS effective,
    ifNull(sum(toDecimal256(list_cost, 18)), toDecimal256(0, 18)) AS list,
    ifNull(sum(toDecimal256(contracted_cost, 18)), toDecimal256(0, 18)) AS contracted
FROM charges
WHERE delivery_id = {delivery:String}
GROUP BY billing_currency
