-- One row per machine of some clusters: the provider's newest id of it, where one is known.
SELECT
    toString(cluster) AS cluster_name,
    toString(node) AS node_name,
    argMax(provider_resource_id, tuple(valid_from, version)) AS resource
FROM device_inventory
WHERE cluster IN {clusters:Array(String)} AND provider_resource_id != ''
GROUP BY cluster_name, node_name
ORDER BY cluster_name, node_name
