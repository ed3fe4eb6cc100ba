-- One row per account, delivery and pair of first and last UTC day of the charges of some deliveries.
SELECT
    toString(source) AS source_name,
    billing_account_id,
    delivery_id,
    toUnixTimestamp64Micro(min(charge_period_start)) AS start_micros,
    toUnixTimestamp64Micro(max(charge_period_end)) AS end_micros
FROM charges
WHERE delivery_id IN {delivery_ids:Array(String)}
GROUP BY
    source_name,
    billing_account_id,
    delivery_id,
    toStartOfDay(charge_period_start),
    toStartOfDay(charge_period_end - toIntervalMicrosecond(1))
ORDER BY source_name, billing_account_id, delivery_id, start_micros, end_micros
