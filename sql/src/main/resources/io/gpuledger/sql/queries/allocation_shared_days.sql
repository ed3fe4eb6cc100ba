-- One row: how many charges of some deliveries that touch [from, to) stand on other charges, and the
-- first and the last instant of theirs.
SELECT
    toInt64(count()) AS charges,
    toUnixTimestamp64Micro(min(charge_period_start)) AS first_micros,
    toUnixTimestamp64Micro(max(charge_period_end)) AS last_micros
FROM charges
WHERE delivery_id IN {delivery_ids:Array(String)}
    AND charge_period_start < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
    AND charge_period_end > fromUnixTimestamp64Micro({from:Int64}, 'UTC')
    AND NOT ifNull(x_accelerator = 'known', false)
    AND (ifNull(charge_category, '') IN ('Tax', 'Credit', 'Adjustment') OR positionCaseInsensitive(ifNull(service_name, ''), 'support') > 0)
