-- One row: the newest publish instant of the ledger in microseconds since the epoch, 0 if none.
SELECT max(micros)
FROM
(
    SELECT toUnixTimestamp64Micro(max(recorded_at)) AS micros FROM deliveries
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)) FROM allocation_runs
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)) FROM published_checkpoints
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)) FROM job_generations
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)) FROM dataset_loads
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)) FROM price_book_loads
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)) FROM rule_versions
)
