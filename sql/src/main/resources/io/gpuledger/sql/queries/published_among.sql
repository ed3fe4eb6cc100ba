-- One row per delivery of a list that is published.
SELECT DISTINCT delivery_id FROM deliveries WHERE delivery_id IN {deliveries:Array(String)}
