-- One row per subject of a dataset in force and the load that holds it: subject and source in hexadecimal, so that any character of them survives the way.
WITH held AS
(
    SELECT DISTINCT 'invoices' AS dataset, concat(invoice_issuer_name, '\n', invoice_id, '\n', billing_currency) AS subject, load_id
    FROM current_invoices
    UNION ALL
    SELECT 'invoices', concat(invoice_issuer_name, '\n', invoice_id, '\n', billing_currency) AS subject, argMax(load_id, recorded_at)
    FROM current_refused_invoices
    WHERE (invoice_issuer_name, invoice_id, billing_currency) NOT IN (SELECT invoice_issuer_name, invoice_id, billing_currency FROM current_invoices)
    GROUP BY subject
    UNION ALL
    SELECT DISTINCT 'billing_periods', concat(invoice_issuer_name, '\n', toString(toUnixTimestamp64Micro(billing_period_start))), load_id
    FROM current_billing_periods
    UNION ALL
    SELECT DISTINCT 'contract_commitments', concat(contract_id, '\n', contract_commitment_id), load_id
    FROM current_contract_commitments
)
SELECT hex(subject), hex(source), content_hash
FROM held
INNER JOIN (SELECT load_id, source, content_hash FROM dataset_loads) AS loads USING (load_id)
WHERE dataset = {dataset:String}
ORDER BY subject
