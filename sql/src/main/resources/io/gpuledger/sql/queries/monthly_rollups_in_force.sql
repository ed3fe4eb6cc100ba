-- One row per month whose newest rollup holds at an instant: month, id. A rollup holds where the newest run
-- with a cell in the month, as of the instant, is the one that it was made after.
SELECT toString(held.month), toString(held.id)
FROM
(
    SELECT month, argMax(rollup_id, recorded_at) AS id, argMax(run_id, recorded_at) AS run
    FROM monthly_rollups
    GROUP BY month
) AS held
WHERE (held.month, held.run) IN
(
    SELECT touched.of_month, runs.run_id
    FROM
    (
        SELECT toStartOfMonth(day) AS of_month, max(run_no) AS newest_run
        FROM allocation_cells
        WHERE run_no IN (SELECT run_no FROM allocation_runs WHERE recorded_at <= {as_of:DateTime64(6, 'UTC')})
        GROUP BY of_month
    ) AS touched
    INNER JOIN allocation_runs AS runs ON runs.run_no = touched.newest_run
)
