-- One row per rollup whose rows nobody reads any more: one of the same month was published before an instant,
-- so that questions under way have ended, or it was broken off before it was published.
SELECT DISTINCT rollup_id
FROM cost_monthly
WHERE rollup_id NOT IN
(
    SELECT earlier.rollup_id
    FROM
    (
        SELECT
            rollup_id,
            leadInFrame(recorded_at, 1, toDateTime64('2299-12-31 00:00:00', 6, 'UTC'))
                OVER (PARTITION BY month ORDER BY recorded_at ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                AS superseded_at
        FROM monthly_rollups
    ) AS earlier
    WHERE earlier.superseded_at >= {before:DateTime64(6, 'UTC')}
)
ORDER BY rollup_id
