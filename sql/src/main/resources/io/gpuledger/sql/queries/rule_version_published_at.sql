-- One row: when a version of the configured rules was published, in microseconds since the epoch; none if it was not.
SELECT toUnixTimestamp64Micro(recorded_at)
FROM rule_versions
WHERE version_id = {version:String}
LIMIT 1
