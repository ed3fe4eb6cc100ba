-- One row per scope of a source that holds charges now. The account is in hexadecimal, so that any
-- character of it survives the way.
SELECT
    toString(scope_kind) AS scope_kind,
    hex(scope_account) AS account_hex,
    toUnixTimestamp64Micro(scope_start) AS start_micros,
    toUnixTimestamp64Micro(scope_end) AS end_micros
FROM current_deliveries
WHERE source = {source:String} AND rows_accepted > 0 AND scope_kind != 'unknown'
GROUP BY scope_kind, scope_account, scope_start, scope_end
ORDER BY scope_kind, scope_account, scope_start, scope_end
