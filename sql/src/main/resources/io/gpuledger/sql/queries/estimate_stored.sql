-- One row: rows, distinct row numbers and amortised cost that are stored of an estimate.
SELECT
    count() AS row_count,
    uniqExact(row_no) AS distinct_rows,
    toString(ifNull(sum(toDecimal256(effective_cost, 18)), toDecimal256(0, 18))) AS cost
FROM charges
WHERE delivery_id = {delivery:String}
