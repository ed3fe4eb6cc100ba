-- Facts lie by device; a bill names machines. Without the index the facts of the few machines of a
-- batch of charges are found by reading those of all machines of the month.
ALTER TABLE gpu_usage ADD INDEX IF NOT EXISTS by_node node TYPE bloom_filter(0.01) GRANULARITY 1;

ALTER TABLE gpu_usage MATERIALIZE INDEX by_node;
