-- One row per delivery of a list of which anything is stored: how many charges and rejects. Cheap; says nothing of repeats and sums.
SELECT
    delivery_id,
    sum(charge_rows) AS charge_rows,
    sum(reject_rows) AS reject_rows
FROM
(
    SELECT delivery_id, count() AS charge_rows, 0 AS reject_rows
    FROM charges
    WHERE delivery_id IN {deliveries:Array(String)}
    GROUP BY delivery_id
    UNION ALL
    SELECT delivery_id, 0, uniqExact(row_no)
    FROM rejects
    WHERE delivery_id IN {deliveries:Array(String)}
      AND code != 'RECORD_UNREADABLE'
    GROUP BY delivery_id
)
GROUP BY delivery_id
