-- One row: how many rows of a load are stored.
SELECT sum(rows)
FROM
(
    SELECT count() AS rows FROM invoices WHERE load_id = {load:String}
    UNION ALL
    SELECT count() FROM billing_periods WHERE load_id = {load:String}
    UNION ALL
    SELECT count() FROM contract_commitments WHERE load_id = {load:String}
)
