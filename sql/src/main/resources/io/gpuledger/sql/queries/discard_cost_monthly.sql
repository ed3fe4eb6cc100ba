-- Removes the rows of rollups that nobody reads any more.
DELETE FROM cost_monthly
WHERE rollup_id IN ({rollups:Array(UUID)})
