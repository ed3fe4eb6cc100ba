-- Removes the rows of rollups that nobody reads any more.
DELETE FROM cost_monthly
WHERE rollup_version IN ({versions:Array(UInt64)})
