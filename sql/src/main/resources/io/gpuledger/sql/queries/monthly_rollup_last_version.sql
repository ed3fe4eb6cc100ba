-- One row: the highest version that any rollup used, 0 before the first. Those that were broken off count too.
SELECT greatest((SELECT max(rollup_version) FROM cost_monthly), (SELECT max(rollup_version) FROM monthly_rollups))
