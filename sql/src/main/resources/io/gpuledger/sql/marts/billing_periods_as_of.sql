-- One row per billing period in force at as_of: of each issuer and start the newest load that has it.
CREATE OR REPLACE VIEW billing_periods_as_of AS
WITH
published AS
(
    SELECT load_id, origin, refused_subjects, recorded_by, recorded_at
    FROM dataset_loads
    WHERE dataset = 'billing_periods' AND recorded_at <= {as_of:DateTime64(6, 'UTC')}
),
newest AS
(
    SELECT invoice_issuer_name, billing_period_start, argMax(load_id, recorded_at) AS newest_load
    FROM billing_periods
    INNER JOIN published USING (load_id)
    GROUP BY invoice_issuer_name, billing_period_start
)
SELECT
    load_id,
    line_no,
    source,
    invoice_issuer_name,
    billing_period_start,
    billing_period_end,
    billing_period_status,
    billing_period_created,
    billing_period_last_updated,
    origin,
    recorded_by,
    recorded_at
FROM billing_periods
INNER JOIN published USING (load_id)
WHERE (invoice_issuer_name, billing_period_start, load_id) IN (SELECT invoice_issuer_name, billing_period_start, newest_load FROM newest);
