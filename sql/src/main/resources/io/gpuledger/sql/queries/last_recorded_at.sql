-- One row: the newest publish instant of the ledger in microseconds since the epoch, and the newest
-- allocation run, which was published then or before; 0 if none.
SELECT max(micros), max(run)
FROM
(
    SELECT toUnixTimestamp64Micro(max(recorded_at)) AS micros, toUInt64(0) AS run FROM deliveries
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)), toUInt64(max(run_no)) FROM allocation_runs
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)), 0 FROM published_checkpoints
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)), 0 FROM job_generations
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)), 0 FROM dataset_loads
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)), 0 FROM price_book_loads
    UNION ALL
    SELECT toUnixTimestamp64Micro(max(recorded_at)), 0 FROM rule_versions
)
