-- Empties gpu_usage_hourly before it is rebuilt.
TRUNCATE TABLE gpu_usage_hourly
