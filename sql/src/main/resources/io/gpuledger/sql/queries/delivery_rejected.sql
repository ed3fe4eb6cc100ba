-- One row: how many rows of a delivery, whole files among them, stand in rejects, refused when read.
SELECT uniqExact(row_no)
FROM rejects
WHERE delivery_id = {delivery:String}
  AND code NOT IN ('LEDGER_REFUSED', 'RECORD_UNREADABLE')
