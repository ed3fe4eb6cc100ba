-- Published device-time in inventory of one UTC day in some clusters, whatever its state. One row per machine and
-- device model: the time of whole devices, and how many devices were seen, whole or cut. Beside these, with a device
-- named, one row per slice, once for each layout that the device had (the same number for the same layout), with its
-- profile: who reads it weighs them (SlicedDevice). A slice without time in a minute is not part of its layout.
SELECT
    cluster_name,
    node_name,
    model,
    device,
    layout,
    slice,
    profile,
    nanos,
    devices
FROM
(
    SELECT
        toString(cluster) AS cluster_name,
        toString(node) AS node_name,
        toString(device_model) AS model,
        '' AS device,
        toUInt64(0) AS layout,
        '' AS slice,
        '' AS profile,
        toInt64(sumIf(state_nanos, gpu_instance = '' AND compute_instance = '')) AS nanos,
        uniqExact(device_uuid) AS devices
    FROM gpu_usage
    WHERE cluster IN {clusters:Array(String)}
        AND minute >= toDateTime({from_second:UInt32}, 'UTC')
        AND minute < toDateTime({to_second:UInt32}, 'UTC')
        AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
    GROUP BY cluster_name, node_name, model

    UNION ALL

    SELECT
        cluster_name,
        node_name,
        model,
        device,
        layout,
        slice,
        any(profile) AS profile,
        toInt64(sum(minute_nanos)) AS nanos,
        toUInt64(0) AS devices
    FROM
    (
        SELECT
            *,
            cityHash64(arraySort(groupUniqArray(slice) OVER (PARTITION BY cluster_name, device, minute))) AS layout
        FROM
        (
            SELECT
                toString(cluster) AS cluster_name,
                toString(node) AS node_name,
                toString(device_model) AS model,
                toString(device_uuid) AS device,
                concat(toString(gpu_instance), '/', toString(compute_instance)) AS slice,
                minute,
                sum(state_nanos) AS minute_nanos
            FROM gpu_usage
            WHERE cluster IN {clusters:Array(String)}
                AND minute >= toDateTime({from_second:UInt32}, 'UTC')
                AND minute < toDateTime({to_second:UInt32}, 'UTC')
                AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
                AND (gpu_instance != '' OR compute_instance != '')
            GROUP BY cluster_name, node_name, model, device, slice, minute
            HAVING minute_nanos > 0
        )
    ) AS slices
    LEFT JOIN
    (
        SELECT
            toString(cluster) AS of_cluster,
            toString(device_uuid) AS sliced,
            concat(toString(gpu_instance), '/', toString(compute_instance)) AS part,
            argMax(toString(mig_profile), tuple(valid_from, version)) AS profile
        FROM device_inventory
        WHERE (gpu_instance != '' OR compute_instance != '')
            AND mig_profile != ''
        GROUP BY of_cluster, sliced, part
    ) AS profiles
        ON slices.cluster_name = profiles.of_cluster AND slices.device = profiles.sliced AND slices.slice = profiles.part
    GROUP BY cluster_name, node_name, model, device, layout, slice
)
ORDER BY cluster_name, node_name, model, device, layout, slice
