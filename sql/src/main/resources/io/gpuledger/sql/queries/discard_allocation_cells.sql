-- Removes the rows in allocation_cells of a run that failed before it was published.
DELETE FROM allocation_cells
WHERE cell_version >= {first_version:UInt64} AND cell_version <= {last_version:UInt64}
