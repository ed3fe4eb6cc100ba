-- The version that did not tell clusters apart told a guard's begin and end alone: how long ago it
-- began is no sign that it is left over. Those that it told count as told now; the job tells of each
-- again with its cluster, or ends it after a day.
UPDATE guarded_holders SET told_at = strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z'
WHERE cluster = '';
