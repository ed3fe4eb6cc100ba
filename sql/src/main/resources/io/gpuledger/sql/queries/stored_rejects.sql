-- One row per stored reject of a delivery: its identity in hexadecimal, as the billing job forms it.
SELECT DISTINCT
    hex(if(
        delivery_id = '',
        concat(file, '|', toString(line), '|', toString(column_no), '|', field, '|', code),
        concat(toString(row_no), '|', field, '|', code)))
FROM rejects
WHERE delivery_id = {delivery:String}
