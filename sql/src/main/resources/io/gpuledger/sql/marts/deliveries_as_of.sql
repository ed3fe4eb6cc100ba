-- One row per delivery of a bill in force at as_of; estimates are no bills.
CREATE OR REPLACE VIEW deliveries_as_of AS
WITH ranked AS
(
    SELECT
        delivery_id,
        delivery_kind,
        toInt64(sequence) AS version,
        max(if(delivery_kind = 'overwrite', toInt64(sequence), -1))
            OVER (PARTITION BY source, scope_kind, scope_account, scope_start, scope_end) AS newest_whole
    FROM deliveries
    WHERE recorded_at <= {as_of:DateTime64(6, 'UTC')}
        AND scope_kind != 'estimate-day'
),
visible AS
(
    SELECT delivery_id
    FROM ranked
    WHERE ((delivery_kind = 'overwrite' AND version = newest_whole)
            OR (delivery_kind = 'append' AND version > newest_whole))
        AND delivery_id NOT IN
        (
            SELECT retracted_delivery_id
            FROM deliveries
            WHERE delivery_kind = 'retract'
                AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
        )
)
SELECT
    delivery_id,
    source,
    scope_kind,
    scope_account,
    scope_start,
    scope_end,
    delivery_kind,
    sequence,
    content_hash,
    set_id,
    format,
    focus_version,
    parser_version,
    file_names,
    file_hashes,
    rows_read,
    rows_accepted,
    rows_rejected,
    rows_duplicate,
    warnings,
    duplicate_billed_cost,
    billed_cost,
    effective_cost,
    list_cost,
    contracted_cost,
    billed_cost_raw,
    effective_cost_raw,
    list_cost_raw,
    contracted_cost_raw,
    retracted_delivery_id,
    state,
    recorded_at
FROM deliveries
WHERE recorded_at <= {as_of:DateTime64(6, 'UTC')}
    AND delivery_id IN (SELECT delivery_id FROM visible);
