-- One row: the version of the configured rules in force at as_of, or the first one for an instant before it; none where none is published.
SELECT version_id
FROM rule_versions
ORDER BY recorded_at <= {as_of:DateTime64(6, 'UTC')} DESC, if(recorded_at <= {as_of:DateTime64(6, 'UTC')}, -1, 1) * toUnixTimestamp64Micro(recorded_at)
LIMIT 1
