-- One row per estimated charge in force at as_of: the newest version of each source, account and UTC
-- day. A charge without effective_cost is device-time that nothing prices.
CREATE OR REPLACE VIEW estimates_as_of AS
WITH ranked AS
(
    SELECT
        delivery_id,
        toInt64(sequence) AS version,
        max(toInt64(sequence))
            OVER (PARTITION BY source, scope_account, scope_start) AS newest
    FROM deliveries
    WHERE scope_kind = 'estimate-day'
        AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
)
SELECT
    source,
    delivery_id,
    row_no,
    billing_account_id,
    billing_currency,
    billing_period_start,
    charge_period_start,
    charge_period_end,
    charge_category,
    charge_description,
    service_name,
    service_category,
    service_provider_name,
    region_id,
    resource_id,
    sku_id,
    commitment_discount_status,
    x_device_model,
    x_device_count,
    x_accelerator,
    consumed_quantity,
    consumed_unit,
    invoice_id,
    billed_cost,
    effective_cost,
    list_cost,
    contracted_cost,
    tags,
    x_extra
FROM charges
WHERE delivery_id IN (SELECT delivery_id FROM ranked WHERE version = newest);
