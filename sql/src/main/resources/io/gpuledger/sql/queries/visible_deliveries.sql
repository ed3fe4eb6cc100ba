-- One row per delivery in force at {as_of}: in each scope the newest overwrite or retract version
-- and the appends after it. A retract version itself carries nothing.
SELECT delivery_id, toString(source) AS source, rows_accepted
FROM
(
    SELECT
        delivery_id,
        source,
        delivery_kind,
        rows_accepted,
        sequence,
        max(if(delivery_kind IN ('overwrite', 'retract'), sequence, 0))
            OVER (PARTITION BY source, scope_kind, scope_account, scope_start, scope_end) AS base
    FROM deliveries
    WHERE recorded_at <= {as_of:DateTime64(6, 'UTC')}
)
WHERE sequence >= base AND delivery_kind != 'retract'
ORDER BY source, delivery_id
