-- One row per cell of the newest version of each cell at as_of.
CREATE OR REPLACE VIEW allocation_cells_as_of AS
WITH newest AS
(
    SELECT max(cell_version) AS cell_version
    FROM allocation_cells
    WHERE run_no IN
    (
        SELECT run_no
        FROM allocation_runs
        WHERE recorded_at <= {as_of:DateTime64(6, 'UTC')}
    )
    GROUP BY source, account, day
)
SELECT
    run_no,
    cell_version,
    source,
    account,
    day,
    delivery_ids,
    policy_version,
    usage_mark,
    inventory_mark,
    charges,
    device_charges,
    lines,
    billed_cost,
    effective_cost
FROM allocation_cells
WHERE cell_version IN (SELECT cell_version FROM newest);
