-- One row: the scope of a published delivery and the newest sequence of that scope.
-- Source and account are in hexadecimal, so that any character of them survives the way.
WITH found AS
(
    SELECT source, scope_kind, scope_account, scope_start, scope_end
    FROM deliveries
    WHERE delivery_id = {delivery:String}
    LIMIT 1
)
SELECT
    hex(source) AS source_hex,
    scope_kind,
    hex(scope_account) AS account_hex,
    toUnixTimestamp64Micro(scope_start),
    toUnixTimestamp64Micro(scope_end),
    max(sequence)
FROM deliveries
WHERE (source, scope_kind, scope_account, scope_start, scope_end) IN (SELECT * FROM found)
GROUP BY source, scope_kind, scope_account, scope_start, scope_end
