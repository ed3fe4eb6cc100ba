-- One row: how many rows of a delivery stand in table rejects, refused when read.
SELECT uniqExact(row_no)
FROM rejects
WHERE delivery_id = {delivery:String}
  AND row_no > 0
  AND code != 'LEDGER_REFUSED'
