-- Removes the rows in allocation_lines of a run that failed before it was published.
DELETE FROM allocation_lines
WHERE cell_version >= {first_version:UInt64} AND cell_version <= {last_version:UInt64}
