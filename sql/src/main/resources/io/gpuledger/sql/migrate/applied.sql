SELECT name, argMax(checksum, applied_at) AS checksum
FROM schema_history
GROUP BY name
