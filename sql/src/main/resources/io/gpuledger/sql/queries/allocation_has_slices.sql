-- 1 where devices in slices have facts in a UTC month, published or not; else 0.
SELECT count()
FROM
(
    SELECT 1
    FROM gpu_usage
    WHERE toYYYYMM(minute) = {month:UInt32}
        AND (gpu_instance != '' OR compute_instance != '')
    LIMIT 1
)
