-- Removes the rows in cost_detail_daily of a run that failed before it was published.
DELETE FROM cost_detail_daily
WHERE cell_version >= {first_version:UInt64} AND cell_version <= {last_version:UInt64}
