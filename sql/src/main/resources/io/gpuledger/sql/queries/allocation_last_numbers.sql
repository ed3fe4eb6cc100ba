-- One row: the last run number used, whether its run was published or died before.
SELECT greatest(
    (SELECT max(run_no) FROM allocation_runs),
    (SELECT max(run_no) FROM allocation_cells),
    (SELECT intDiv(max(cell_version), 1048576) FROM allocation_lines),
    (SELECT intDiv(max(cell_version), 1048576) FROM cost_daily)) AS run_no
