-- One row per block that a sink committed.
CREATE TABLE IF NOT EXISTS sink_commits
(
    token UUID,
    job LowCardinality(String),
    job_generation UInt32,
    checkpoint_id UInt64,
    table_name LowCardinality(String),
    partition_month UInt32,
    rows UInt64,
    bytes UInt64,
    crc32c UInt32,
    committed_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (job, job_generation, checkpoint_id, table_name, token)
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per checkpoint of a job that readers may see, with all its tables; written by the publisher.
CREATE TABLE IF NOT EXISTS published_checkpoints
(
    job LowCardinality(String),
    job_generation UInt32,
    checkpoint_id UInt64,
    recorded_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (job, job_generation, checkpoint_id)
SETTINGS non_replicated_deduplication_window = 20000;

-- One row per line of history of a job. A generation after the first starts by superseding the rows
-- of the one before that lie past the checkpoint it was restored from.
CREATE TABLE IF NOT EXISTS job_generations
(
    job LowCardinality(String),
    job_generation UInt32,
    restored_generation UInt32,
    restored_checkpoint_id UInt64,
    recorded_at DateTime64(6, 'UTC')
)
ENGINE = MergeTree
ORDER BY (job, job_generation)
SETTINGS non_replicated_deduplication_window = 20000;
