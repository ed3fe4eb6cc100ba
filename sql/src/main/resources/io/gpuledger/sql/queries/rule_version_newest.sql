-- One row: how many versions of the configured rules are published, and the content of the newest.
SELECT count(), if(count() = 0, '', argMax(content_hash, recorded_at))
FROM rule_versions
