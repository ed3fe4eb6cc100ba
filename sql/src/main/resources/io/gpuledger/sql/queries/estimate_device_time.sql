-- One row per machine and device model of one UTC day in some clusters: published device-time in
-- inventory, whatever its state, and devices. A minute of a device that is cut counts once.
SELECT
    cluster_name,
    node_name,
    model,
    toString(sum(nanos)) AS device_nanos,
    toString(sum(devices)) AS device_count
FROM
(
    SELECT
        toString(cluster) AS cluster_name,
        toString(node) AS node_name,
        toString(device_model) AS model,
        sum(toInt128(state_nanos)) AS nanos,
        uniqExact(device_uuid) AS devices
    FROM gpu_usage
    WHERE cluster IN {clusters:Array(String)}
        AND minute >= toDateTime({from_second:UInt32}, 'UTC')
        AND minute < toDateTime({to_second:UInt32}, 'UTC')
        AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
        AND gpu_instance = ''
        AND compute_instance = ''
    GROUP BY cluster_name, node_name, model

    UNION ALL

    SELECT
        cluster_name,
        node_name,
        model,
        sum(least(minute_nanos, toInt128(60000000000))) AS nanos,
        uniqExact(device_uuid) AS devices
    FROM
    (
        SELECT
            toString(cluster) AS cluster_name,
            toString(node) AS node_name,
            any(toString(device_model)) AS model,
            device_uuid,
            minute,
            sum(toInt128(state_nanos)) AS minute_nanos
        FROM gpu_usage
        WHERE cluster IN {clusters:Array(String)}
            AND minute >= toDateTime({from_second:UInt32}, 'UTC')
            AND minute < toDateTime({to_second:UInt32}, 'UTC')
            AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
            AND (gpu_instance != '' OR compute_instance != '')
        GROUP BY cluster_name, node_name, device_uuid, minute
    )
    GROUP BY cluster_name, node_name, model
)
GROUP BY cluster_name, node_name, model
HAVING sum(nanos) > 0
ORDER BY cluster_name, node_name, model
