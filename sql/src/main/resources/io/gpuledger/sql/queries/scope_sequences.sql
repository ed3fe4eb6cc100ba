-- One row per sequence that is published in a scope.
SELECT sequence
FROM deliveries
WHERE source = {source:String}
  AND scope_kind = {kind:String}
  AND scope_account = {account:String}
  AND toUnixTimestamp64Micro(scope_start) = {start:Int64}
  AND toUnixTimestamp64Micro(scope_end) = {end:Int64}
