-- One row: when a load was published, in microseconds since the epoch; none if it was not.
SELECT toUnixTimestamp64Micro(recorded_at)
FROM dataset_loads
WHERE load_id = {load:String}
LIMIT 1
