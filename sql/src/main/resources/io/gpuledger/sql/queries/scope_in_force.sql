-- One row per delivery in force in the scope of a published delivery, by version.
SELECT delivery_id
FROM current_deliveries
WHERE (source, scope_kind, scope_account, scope_start, scope_end) IN
(
    SELECT source, scope_kind, scope_account, scope_start, scope_end
    FROM deliveries
    WHERE delivery_id = {delivery:String}
)
ORDER BY sequence
