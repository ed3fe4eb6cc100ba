-- One row per 64 row numbers of a delivery of which any is stored: which, as bits.
SELECT
    intDiv(row_no, 64) AS word,
    groupBitOr(bitShiftLeft(toUInt64(1), row_no % 64)) AS stored
FROM charges
WHERE delivery_id = {delivery:String}
GROUP BY word
