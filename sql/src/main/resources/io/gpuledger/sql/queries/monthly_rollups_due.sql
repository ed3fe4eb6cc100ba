-- One row per month before an instant whose newest rollup is not of its newest run: month, run. Newest first.
SELECT touched.month, touched.newest_run
FROM
(
    SELECT toStartOfMonth(day) AS month, max(run_no) AS newest_run
    FROM allocation_cells
    WHERE run_no IN (SELECT run_no FROM allocation_runs) AND day < {before:Date}
    GROUP BY month
) AS touched
WHERE (touched.month, touched.newest_run) NOT IN
(
    SELECT month, argMax(run_no, rollup_version) FROM monthly_rollups GROUP BY month
)
ORDER BY touched.month DESC
