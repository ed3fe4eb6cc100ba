-- One row per month whose newest rollup holds at an instant: month, version. A rollup
-- holds where the newest run with a cell in the month, as of the instant, is the one that it was made after.
SELECT toString(held.month), toString(held.version)
FROM
(
    SELECT month, max(rollup_version) AS version, argMax(run_no, rollup_version) AS rolled_run
    FROM monthly_rollups
    GROUP BY month
) AS held
WHERE (held.month, held.rolled_run) IN
(
    SELECT toStartOfMonth(day) AS of_month, max(run_no)
    FROM allocation_cells
    WHERE run_no IN (SELECT run_no FROM allocation_runs WHERE recorded_at <= {as_of:DateTime64(6, 'UTC')})
    GROUP BY of_month
)
