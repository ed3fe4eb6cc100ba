-- One row per charge of the bills that were in force at as_of; estimates are no bills. Per scope the newest whole version
-- and what was appended after it, less what was retracted by name. The job stores each row of a delivery once, so the generation of a
-- row says nothing about its being in force.
CREATE OR REPLACE VIEW charges_as_of AS
WITH
ranked AS
(
    SELECT
        delivery_id,
        delivery_kind,
        toInt64(sequence) AS version,
        max(if(delivery_kind = 'overwrite', toInt64(sequence), -1))
            OVER (PARTITION BY source, scope_kind, scope_account, scope_start, scope_end) AS newest_whole
    FROM deliveries
    WHERE recorded_at <= {as_of:DateTime64(6, 'UTC')}
        AND scope_kind != 'estimate-day'
),
visible AS
(
    SELECT delivery_id
    FROM ranked
    WHERE ((delivery_kind = 'overwrite' AND version = newest_whole)
            OR (delivery_kind = 'append' AND version > newest_whole))
        AND delivery_id NOT IN
        (
            SELECT retracted_delivery_id
            FROM deliveries
            WHERE delivery_kind = 'retract'
                AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
        )
)
SELECT
    source,
    delivery_id,
    row_no,
    allocated_method_details,
    allocated_method_id,
    allocated_resource_id,
    allocated_resource_name,
    allocated_tags,
    availability_zone,
    billed_cost,
    billing_account_id,
    billing_account_name,
    billing_account_type,
    billing_currency,
    billing_period_end,
    billing_period_start,
    capacity_reservation_id,
    capacity_reservation_status,
    charge_category,
    charge_class,
    charge_description,
    charge_frequency,
    charge_period_end,
    charge_period_start,
    commitment_discount_category,
    commitment_discount_id,
    commitment_discount_name,
    commitment_discount_quantity,
    commitment_discount_status,
    commitment_discount_type,
    commitment_discount_unit,
    commitment_program_eligibility_details,
    consumed_quantity,
    consumed_unit,
    contract_applied,
    contracted_cost,
    contracted_unit_price,
    effective_cost,
    host_provider_name,
    invoice_detail_id,
    invoice_id,
    invoice_issuer_name,
    list_cost,
    list_unit_price,
    pricing_category,
    pricing_currency,
    pricing_currency_contracted_unit_price,
    pricing_currency_effective_cost,
    pricing_currency_list_unit_price,
    pricing_quantity,
    pricing_unit,
    region_id,
    region_name,
    resource_id,
    resource_name,
    resource_type,
    service_category,
    service_name,
    service_provider_name,
    service_subcategory,
    sku_id,
    sku_meter,
    sku_price_details,
    sku_price_id,
    sub_account_id,
    sub_account_name,
    sub_account_type,
    tags,
    x_publisher_name,
    x_device_model,
    x_device_count,
    x_accelerator,
    x_extra
FROM charges
WHERE delivery_id IN (SELECT delivery_id FROM visible);
