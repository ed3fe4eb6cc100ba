-- One row per month before an instant whose newest rollup is not of its newest run: month, number and id of
-- the run. Newest first.
SELECT touched.month, touched.newest_run, runs.run_id
FROM
(
    SELECT toStartOfMonth(day) AS month, max(run_no) AS newest_run
    FROM allocation_cells
    WHERE run_no IN (SELECT run_no FROM allocation_runs) AND day < {before:Date}
    GROUP BY month
) AS touched
INNER JOIN allocation_runs AS runs ON runs.run_no = touched.newest_run
WHERE (touched.month, runs.run_id) NOT IN
(
    SELECT month, argMax(run_id, recorded_at) FROM monthly_rollups GROUP BY month
)
ORDER BY touched.month DESC
