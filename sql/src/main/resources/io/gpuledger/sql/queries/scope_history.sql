-- One row per published version of one scope of a source, oldest first.
SELECT delivery_id, content_hash, toString(delivery_kind) AS delivery_kind, sequence,
    retracted_delivery_id, rows_accepted,
    arrayStringConcat(arrayMap((k, v) -> concat(k, '=', toString(v)), mapKeys(billed_cost), mapValues(billed_cost)), ';')
        AS billed
FROM deliveries
WHERE source = {source:String}
  AND scope_kind = {scope_kind:String}
  AND scope_account = {account:String}
  AND scope_start = fromUnixTimestamp64Micro({start_micros:Int64}, 'UTC')
  AND scope_end = fromUnixTimestamp64Micro({end_micros:Int64}, 'UTC')
ORDER BY sequence
