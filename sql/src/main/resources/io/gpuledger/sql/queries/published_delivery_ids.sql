-- One row per published delivery.
SELECT DISTINCT delivery_id
FROM deliveries
