-- One row per cell that readers see now: its newest version among published runs.
SELECT
    toString(source) AS source,
    account,
    toUInt16(day) AS epoch_day,
    argMax(delivery_ids, cell_version) AS current_delivery_ids,
    toString(argMax(policy_version, cell_version)) AS current_policy_version,
    argMax(usage_mark, cell_version) AS current_usage_mark,
    argMax(device_charges, cell_version) AS current_device_charges,
    argMax(inventory_mark, cell_version) AS current_inventory_mark
FROM allocation_cells
WHERE run_no IN (SELECT run_no FROM allocation_runs)
GROUP BY source, account, day
ORDER BY source, account, day
