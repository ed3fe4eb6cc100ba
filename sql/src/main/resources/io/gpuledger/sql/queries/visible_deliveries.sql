-- One row per delivery of a bill in force at {as_of}, without estimates: in each scope the newest overwrite and the appends after
-- it, less those that were retracted by name.
SELECT delivery_id, toString(source) AS source, scope_account, rows_accepted
FROM
(
    SELECT
        delivery_id,
        source,
        scope_account,
        delivery_kind,
        rows_accepted,
        sequence,
        max(if(delivery_kind = 'overwrite', sequence, 0))
            OVER (PARTITION BY source, scope_kind, scope_account, scope_start, scope_end) AS base
    FROM deliveries
    WHERE recorded_at <= {as_of:DateTime64(6, 'UTC')}
        AND scope_kind != 'estimate-day'
)
WHERE sequence >= base
    AND delivery_kind != 'retract'
    AND delivery_id NOT IN
    (
        SELECT retracted_delivery_id
        FROM deliveries
        WHERE delivery_kind = 'retract'
            AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
    )
ORDER BY source, delivery_id
