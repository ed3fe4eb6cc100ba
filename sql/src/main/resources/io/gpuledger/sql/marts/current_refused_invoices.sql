-- One row per invoice and billing period with lines that the newest load of it could not read, now; a newer load that states or withdraws the invoice ends it.
CREATE OR REPLACE VIEW current_refused_invoices AS
WITH
published AS
(
    SELECT load_id, origin, recorded_by, recorded_at
    FROM dataset_loads
    WHERE dataset = 'invoices'
),
held AS
(
    SELECT invoice_issuer_name, invoice_id, billing_currency, max(recorded_at) AS held_at
    FROM invoices
    INNER JOIN published USING (load_id)
    WHERE state != 'refused'
    GROUP BY invoice_issuer_name, invoice_id, billing_currency
)
SELECT
    load_id,
    source,
    invoice_issuer_name,
    invoice_id,
    billing_currency,
    billing_period_start,
    billing_period_end,
    origin,
    recorded_by,
    recorded_at
FROM invoices
INNER JOIN published USING (load_id)
WHERE state = 'refused'
    AND (invoice_issuer_name, invoice_id, billing_currency, load_id) NOT IN
    (
        SELECT invoice_issuer_name, invoice_id, billing_currency, load_id
        FROM invoices
        INNER JOIN published USING (load_id)
        INNER JOIN held USING (invoice_issuer_name, invoice_id, billing_currency)
        WHERE recorded_at < held_at
    );
