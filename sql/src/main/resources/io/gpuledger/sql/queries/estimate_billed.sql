-- One row per device model and currency: amortised cost of the lines of one cell that come from the
-- bill and pay for accelerators. A charge that was split among processors and memory counts whole;
-- what nobody used of a commitment does not.
SELECT
    model,
    currency,
    toString(sum(toDecimal256(cost, 18))) AS cost
FROM
(
    SELECT
        max(if(device_model = '-', '', toString(device_model))) AS model,
        toString(any(currency)) AS currency,
        sum(toDecimal256(effective_cost, 18)) AS cost
    FROM allocation_lines
    WHERE cell_version = {cell_version:UInt64}
        AND day = toDate({day:UInt16})
        AND basis = 'from_bill'
    GROUP BY delivery_id, row_no
    HAVING countIf(state NOT IN ('not_gpu', 'unused_commitment')) > 0
)
WHERE model != ''
GROUP BY model, currency
ORDER BY model, currency
