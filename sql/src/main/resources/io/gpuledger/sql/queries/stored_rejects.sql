-- One row per stored reject of a delivery: its identity in hexadecimal, as the billing job forms it.
-- Refused readings of telemetry belong to no delivery; older ones than a topic holds cannot repeat.
SELECT DISTINCT
    hex(concat(
        if(delivery_id = '', file, toString(row_no)),
        '|', toString(line), '|', toString(column_no), '|', field, '|', code,
        if(delivery_id = '', concat('|', toString(toUnixTimestamp64Micro(occurred_at))), '')))
FROM rejects
WHERE delivery_id = {delivery:String}
    AND (delivery_id != '' OR occurred_at > now64(6, 'UTC') - toIntervalDay(8))
