-- One row per line of the invoices in force now: of each issuer, invoice id and billing currency the newest load that has it.
CREATE OR REPLACE VIEW current_invoices AS
WITH
published AS
(
    SELECT load_id, origin, source AS load_source, refused_subjects, recorded_by, recorded_at
    FROM dataset_loads
    WHERE dataset = 'invoices'
),
refused AS
(
    SELECT arrayJoin(refused_subjects) AS subject, toString(load_source) AS load_source, recorded_at AS refused_at
    FROM published
),
newest AS
(
    SELECT invoice_issuer_name, invoice_id, billing_currency, argMax(load_id, recorded_at) AS newest_load, max(recorded_at) AS newest_at
    FROM invoices
    INNER JOIN published USING (load_id)
    WHERE state != 'refused'
    GROUP BY invoice_issuer_name, invoice_id, billing_currency
),
not_whole AS
(
    SELECT subject
    FROM (SELECT concat(invoice_issuer_name, '\n', invoice_id, '\n', billing_currency) AS subject, newest_at FROM newest) AS in_force
    INNER JOIN (SELECT subject, max(refused_at) AS last_refused FROM refused GROUP BY subject) AS later USING (subject)
    WHERE last_refused >= newest_at
)
SELECT
    load_id,
    line_no,
    source,
    invoice_issuer_name,
    invoice_id,
    billing_currency,
    invoice_detail_id,
    billing_account_id,
    billing_period_start,
    billing_period_end,
    charge_category,
    payable_amount,
    tax_amount,
    invoice_issue_status,
    invoice_issue_date,
    payment_due_date,
    payment_currency,
    payment_amount,
    payment_currency_invoice_detail_id,
    payment_terms,
    purchase_order_number,
    reference_invoice_id,
    invoice_detail_description,
    invoice_detail_grain,
    invoice_detail_created,
    invoice_detail_last_updated,
    concat(invoice_issuer_name, '\n', invoice_id, '\n', billing_currency) IN (SELECT subject FROM not_whole)
        OR has(refused_subjects, '')
        OR arrayExists(
            told -> told.1 = toString(source) AND told.2 > recorded_at AND told.2 < billing_period_end + toIntervalDay(31),
            (SELECT groupArray((load_source, refused_at)) FROM refused WHERE subject = '')
        ) AS lines_refused,
    origin,
    recorded_by,
    recorded_at
FROM invoices
INNER JOIN published USING (load_id)
WHERE (invoice_issuer_name, invoice_id, billing_currency, load_id) IN (SELECT invoice_issuer_name, invoice_id, billing_currency, newest_load FROM newest)
    AND state = 'stated';
