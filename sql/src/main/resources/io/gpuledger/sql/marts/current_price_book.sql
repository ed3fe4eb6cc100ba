-- One row per price of the price book in force: its newest published version.
CREATE OR REPLACE VIEW current_price_book AS
SELECT
    load_id,
    line_no,
    kind,
    provider,
    region,
    sku,
    option,
    price,
    currency,
    unit,
    per_device_hour,
    valid_from,
    valid_to,
    source,
    collected_on,
    standing,
    finding
FROM price_book
WHERE load_id IN (SELECT load_id FROM price_book_loads ORDER BY recorded_at DESC LIMIT 1);
