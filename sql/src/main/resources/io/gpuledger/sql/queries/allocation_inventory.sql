-- One row per machine and validity whose provider resource id is known. The tuple keeps an open end
-- that is newer than a closed one: argMax itself passes over nulls.
SELECT
    toString(cluster) AS cluster,
    toString(node) AS node,
    provider_resource_id,
    toUnixTimestamp64Micro(valid_from) AS from_micros,
    ifNull(toUnixTimestamp64Micro(tupleElement(argMax(tuple(valid_to), version), 1)), 9223372036854775807) AS to_micros
FROM device_inventory
WHERE provider_resource_id != ''
GROUP BY cluster, node, provider_resource_id, valid_from
ORDER BY provider_resource_id, from_micros, cluster, node
