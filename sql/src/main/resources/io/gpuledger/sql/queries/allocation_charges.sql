-- One row per charge of some deliveries that touches [from, to). devices = 1: charges of known
-- accelerators and of what else stands on a machine in inventory, by machine and time; 2: taxes,
-- credits and support, which stand on other charges; 0: all others. Whoever asks has chosen deliveries that were in
-- force at one instant; what is published meanwhile changes no answer. shapes = 1 asks for what the
-- bill says of a machine's size. What pays for a machine's time comes before what else stands on it.
SELECT
    delivery_id,
    row_no,
    toString(source) AS source,
    billing_account_id,
    toString(billing_currency) AS billing_currency,
    toUnixTimestamp64Micro(charge_period_start) AS start_micros,
    toUnixTimestamp64Micro(charge_period_end) AS end_micros,
    toUnixTimestamp64Micro(billing_period_start) AS billing_micros,
    billed_cost,
    ifNull(effective_cost, toDecimal128(0, 18)) AS effective,
    ifNull(list_cost, toDecimal128(0, 18)) AS list,
    ifNull(contracted_cost, toDecimal128(0, 18)) AS contracted,
    toUInt16(if(isNull(effective_cost), 1, 0) + if(isNull(list_cost), 2, 0) + if(isNull(contracted_cost), 4, 0)) AS absent,
    coalesce(service_provider_name, x_publisher_name, host_provider_name, '') AS provider,
    ifNull(sub_account_id, '') AS sub_account,
    coalesce(region_id, region_name, '') AS region,
    ifNull(service_name, '') AS service,
    ifNull(service_category, '') AS category,
    ifNull(charge_category, '') AS charge_kind,
    ifNull(pricing_category, '') AS pricing,
    ifNull(commitment_discount_id, '') AS commitment,
    if(ifNull(capacity_reservation_status, '') = 'Unused', 'Unused', ifNull(commitment_discount_status, '')) AS commitment_status,
    ifNull(x_device_model, '') AS device_model,
    ifNull(x_accelerator, '') AS accelerator,
    ifNull(x_device_count, toDecimal128(0, 18)) AS device_count,
    ifNull(consumed_quantity, toDecimal128(0, 18)) AS quantity,
    ifNull(consumed_unit, '') AS unit,
    ifNull(resource_id, '') AS resource,
    coalesce(sku_id, sku_price_id, '') AS sku,
    ifNull(invoice_id, '') AS invoice,
    if(position(ifNull(sku_price_details, ''), '"x_Model"') > 0, JSONExtractString(ifNull(sku_price_details, ''), 'x_Model'), '') AS model,
    if(position(ifNull(sku_price_details, ''), '"x_TokenType"') > 0, JSONExtractString(ifNull(sku_price_details, ''), 'x_TokenType'), '') AS token_type,
    tags,
    if({devices:UInt8} = 2, ifNull(charge_description, ''), '') AS description,
    if({shapes:UInt8} = 1 AND {devices:UInt8} = 1, concatWithSeparator(' ', ifNull(resource_id, ''), x_extra['x_InstanceType'], JSONExtractString(ifNull(sku_price_details, ''), 'InstanceType'), ifNull(sku_meter, ''), ifNull(sku_id, ''), ifNull(resource_type, ''), ifNull(charge_description, '')), '') AS machine_text,
    if({shapes:UInt8} = 1 AND {devices:UInt8} = 1, JSONExtractRaw(ifNull(sku_price_details, ''), 'CoreCount'), '') AS machine_cores,
    if({shapes:UInt8} = 1 AND {devices:UInt8} = 1, JSONExtractRaw(ifNull(sku_price_details, ''), 'MemorySize'), '') AS machine_memory
FROM charges
WHERE delivery_id IN {delivery_ids:Array(String)}
    AND charge_period_start < fromUnixTimestamp64Micro({to:Int64}, 'UTC')
    AND charge_period_end > fromUnixTimestamp64Micro({from:Int64}, 'UTC')
    AND multiIf(
        ifNull(x_accelerator = 'known', false), 1,
        ifNull(charge_category, '') IN ('Tax', 'Credit', 'Adjustment') OR positionCaseInsensitive(ifNull(service_name, ''), 'support') > 0, 2,
        lower(ifNull(resource_id, '')) IN (SELECT lower(provider_resource_id) FROM device_inventory WHERE provider_resource_id != ''), 1,
        position(ifNull(resource_id, ''), '/') > 0 AND lower(splitByChar('/', ifNull(resource_id, ''))[-1]) IN (SELECT lower(provider_resource_id) FROM device_inventory WHERE provider_resource_id != ''), 1,
        0) = {devices:UInt8}
ORDER BY
    if({devices:UInt8} = 1, resource, ''),
    if({devices:UInt8} = 1, ifNull(charge_category, 'Usage') != 'Usage' OR billed_cost < 0 OR ifNull(effective_cost < 0, false), false),
    if({devices:UInt8} = 1, start_micros, 0),
    delivery_id,
    row_no
