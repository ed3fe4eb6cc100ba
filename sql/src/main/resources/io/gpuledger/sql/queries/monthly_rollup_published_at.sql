-- At most one row: the publish instant of a rollup in microseconds since the epoch.
SELECT toUnixTimestamp64Micro(recorded_at)
FROM monthly_rollups
WHERE rollup_id = {rollup:UUID}
LIMIT 1
