-- One row per delivery in force that holds charges and was read from one file of this name. The
-- account is in hexadecimal, so that any character of it survives the way.
SELECT
    delivery_id,
    toString(scope_kind) AS scope_kind,
    hex(scope_account) AS account_hex,
    toUnixTimestamp64Micro(scope_start) AS start_micros,
    toUnixTimestamp64Micro(scope_end) AS end_micros
FROM current_deliveries
WHERE source = {source:String} AND file_names = [{file:String}] AND rows_accepted > 0
    AND scope_kind != 'unknown'
ORDER BY scope_kind, scope_account, scope_start, sequence
