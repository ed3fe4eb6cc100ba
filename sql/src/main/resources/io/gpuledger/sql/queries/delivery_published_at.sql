-- One row where the delivery is published: its publish instant in microseconds since the epoch.
SELECT toUnixTimestamp64Micro(min(recorded_at))
FROM deliveries
WHERE delivery_id = {delivery:String}
HAVING count() > 0
