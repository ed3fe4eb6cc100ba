-- One row per version whose rows nobody reads any more: superseded before an instant, so that questions under
-- way have ended, or broken off before it was published.
SELECT DISTINCT rollup_version
FROM cost_monthly
WHERE rollup_version NOT IN (SELECT max(rollup_version) FROM monthly_rollups GROUP BY month)
    AND rollup_version < (SELECT max(rollup_version) FROM monthly_rollups)
    AND (month, rollup_version) NOT IN
    (
        SELECT earlier.month, earlier.rollup_version
        FROM monthly_rollups AS earlier
        INNER JOIN
        (
            SELECT month, max(rollup_version) AS version, argMax(recorded_at, rollup_version) AS since
            FROM monthly_rollups
            GROUP BY month
        ) AS newest ON newest.month = earlier.month
        WHERE newest.since >= {before:DateTime64(6, 'UTC')}
    )
ORDER BY rollup_version
