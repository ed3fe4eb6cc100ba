-- One row: the newest sequence that is published in a scope, 0 if none.
SELECT max(sequence)
FROM deliveries
WHERE source = {source:String}
  AND scope_kind = {kind:String}
  AND scope_account = {account:String}
  AND toUnixTimestamp64Micro(scope_start) = {start:Int64}
  AND toUnixTimestamp64Micro(scope_end) = {end:Int64}
