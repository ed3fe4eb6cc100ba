-- One row per stored reject of a delivery: its identity in hexadecimal, as the billing job forms it.
SELECT DISTINCT
    hex(concat(
        toString(row_no), '|', file, '|', toString(line), '|', toString(column_no), '|', field, '|', code))
FROM rejects
WHERE delivery_id = {delivery:String}
