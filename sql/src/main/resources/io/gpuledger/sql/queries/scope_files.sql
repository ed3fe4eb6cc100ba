-- One row per file, by its SHA-256, whose delivery is in force in one scope of a source.
SELECT DISTINCT arrayJoin(file_hashes) AS file_hash
FROM current_deliveries
WHERE source = {source:String}
  AND scope_kind = {scope_kind:String}
  AND scope_account = {account:String}
  AND scope_start = fromUnixTimestamp64Micro({start_micros:Int64}, 'UTC')
  AND scope_end = fromUnixTimestamp64Micro({end_micros:Int64}, 'UTC')
  AND rows_accepted > 0
ORDER BY file_hash
