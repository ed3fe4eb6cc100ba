-- One row per price of the price book that was in force at as_of: its newest version published then.
CREATE OR REPLACE VIEW price_book_as_of AS
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
WHERE load_id IN
(
    SELECT load_id
    FROM price_book_loads
    WHERE recorded_at <= {as_of:DateTime64(6, 'UTC')}
    ORDER BY recorded_at DESC
    LIMIT 1
);
