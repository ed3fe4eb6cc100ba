-- One row per table that holds rows: what a backup freezes. Views hold none.
SELECT name
FROM system.tables
WHERE database = currentDatabase() AND endsWith(engine, 'MergeTree')
ORDER BY name
