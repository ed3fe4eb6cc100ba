-- One row per estimate in force: the newest version of each source, account and UTC day, whether it
-- holds charges or not. file_hashes holds the mark of the telemetry it was made from.
SELECT
    toString(source) AS source_name,
    scope_account,
    toString(toDate(scope_start)) AS day,
    argMax(delivery_id, sequence) AS newest_id,
    toString(max(sequence)) AS newest_sequence,
    argMax(content_hash, sequence) AS newest_content,
    arrayStringConcat(argMax(file_hashes, sequence), ',') AS newest_mark,
    toString(argMax(rows_accepted, sequence)) AS newest_rows
FROM deliveries
WHERE scope_kind = 'estimate-day'
GROUP BY source_name, scope_account, day
ORDER BY source_name, scope_account, day
