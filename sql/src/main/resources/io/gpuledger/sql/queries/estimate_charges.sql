-- One row per charge of some estimates whose UTC day lies within [from_day, to_day], by source, account,
-- day and row. priced = 0: nothing prices the device-time and the cost is none, not zero.
SELECT
    toString(source) AS source_name,
    billing_account_id,
    toUInt16(toDate(charge_period_start)) AS epoch_day,
    delivery_id,
    row_no,
    toString(billing_currency) AS currency,
    ifNull(service_provider_name, '') AS provider,
    ifNull(region_id, '') AS region,
    ifNull(resource_id, '') AS resource,
    ifNull(x_device_model, '') AS model,
    x_extra['x_Cluster'] AS cluster,
    x_extra['x_Node'] AS node,
    toInt64OrZero(x_extra['x_DeviceNanos']) AS nanos,
    toUInt16(isNotNull(effective_cost)) AS priced,
    ifNull(effective_cost, toDecimal128(0, 18)) AS effective,
    toUnixTimestamp64Micro(billing_period_start) AS billing_micros
FROM charges
WHERE delivery_id IN {delivery_ids:Array(String)}
    AND charge_period_start >= toDateTime64(toDate({from_day:UInt16}), 6, 'UTC')
    AND charge_period_start < toDateTime64(toDate({to_day:UInt16}), 6, 'UTC') + toIntervalDay(1)
ORDER BY source_name, billing_account_id, epoch_day, row_no
