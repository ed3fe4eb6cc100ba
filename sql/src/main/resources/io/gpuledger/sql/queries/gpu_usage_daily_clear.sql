-- Empties gpu_usage_daily before it is rebuilt.
TRUNCATE TABLE gpu_usage_daily
