-- One row per charge of a delivery that the ledger refused: its costs as text, empty where null.
SELECT DISTINCT
    row_no,
    JSONExtractString(raw_text, 'billing_currency') AS currency,
    JSONExtractString(raw_text, 'billed_cost') AS billed,
    JSONExtractString(raw_text, 'effective_cost') AS effective,
    JSONExtractString(raw_text, 'list_cost') AS list,
    JSONExtractString(raw_text, 'contracted_cost') AS contracted
FROM rejects
WHERE delivery_id = {delivery:String}
  AND code = 'LEDGER_REFUSED'
