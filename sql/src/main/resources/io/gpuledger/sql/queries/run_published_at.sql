-- One row where the run is published: its publish instant in microseconds since the epoch.
SELECT toUnixTimestamp64Micro(min(recorded_at))
FROM allocation_runs
WHERE run_id = {run:UUID}
HAVING count() > 0
