-- Published device-time in inventory of one UTC day in some clusters, whatever its state. One row per machine and
-- device model: the time of whole devices, and how many devices were seen, whole or cut. Beside these, with a device
-- named, one row per slice, once for each layout that the device had (the same number for the same layout), with the
-- profile that it had then: who reads it weighs them (SlicedDevice). A slice without time in a minute is not part of
-- its layout. A device that was cut at any time of the day is of one model, however its slices are named: its last
-- name by the alphabet.
WITH cut AS
(
    SELECT
        cluster AS of_cluster,
        node AS of_node,
        device_uuid AS of_device,
        max(toString(device_model)) AS of_model
    FROM gpu_usage
    WHERE cluster IN {clusters:Array(String)}
        AND minute >= toDateTime({from_second:UInt32}, 'UTC')
        AND minute < toDateTime({to_second:UInt32}, 'UTC')
        AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
        AND (gpu_instance != '' OR compute_instance != '')
    GROUP BY of_cluster, of_node, of_device
)
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
        if(of_model = '', toString(device_model), of_model) AS model,
        '' AS device,
        toUInt64(0) AS layout,
        '' AS slice,
        '' AS profile,
        toInt64(sum(whole_nanos)) AS nanos,
        uniqExact(device_uuid) AS devices
    FROM
    (
        SELECT
            cluster,
            node,
            device_uuid,
            device_model,
            sumIf(state_nanos, gpu_instance = '' AND compute_instance = '') AS whole_nanos
        FROM gpu_usage
        WHERE cluster IN {clusters:Array(String)}
            AND minute >= toDateTime({from_second:UInt32}, 'UTC')
            AND minute < toDateTime({to_second:UInt32}, 'UTC')
            AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
        GROUP BY cluster, node, device_uuid, device_model
    ) AS seen
    LEFT JOIN cut ON seen.cluster = cut.of_cluster AND seen.node = cut.of_node AND seen.device_uuid = cut.of_device
    GROUP BY cluster_name, node_name, model

    UNION ALL

    SELECT
        cluster_name,
        node_name,
        of_model AS model,
        device,
        layout,
        slice,
        profile,
        toInt64(sum(minute_nanos)) AS nanos,
        toUInt64(0) AS devices
    FROM
    (
        SELECT
            *,
            cityHash64(arraySort(groupUniqArray((slice, profile)) OVER (PARTITION BY cluster_name, node_name, device, minute))) AS layout
        FROM
        (
            SELECT
                toString(cluster) AS cluster_name,
                toString(node) AS node_name,
                toString(device_uuid) AS device,
                concat(toString(gpu_instance), '/', toString(compute_instance)) AS slice,
                minute,
                sum(state_nanos) AS minute_nanos,
                (toInt64(toUnixTimestamp(minute)) + 60) * 1000000 AS until_micros
            FROM gpu_usage
            WHERE cluster IN {clusters:Array(String)}
                AND minute >= toDateTime({from_second:UInt32}, 'UTC')
                AND minute < toDateTime({to_second:UInt32}, 'UTC')
                AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
                AND (gpu_instance != '' OR compute_instance != '')
            GROUP BY cluster_name, node_name, device, slice, minute
            HAVING minute_nanos > 0
        ) AS slices
        LEFT ASOF JOIN
        (
            SELECT
                cluster AS at_cluster,
                node AS at_node,
                device_uuid AS at_device,
                concat(gpu_instance, '/', compute_instance) AS part,
                toUnixTimestamp64Micro(holds_from) AS from_micros,
                mig_profile AS profile
            FROM slice_profiles_as_of(as_of = {as_of:DateTime64(6, 'UTC')})
            WHERE cluster IN {clusters:Array(String)}
        ) AS profiles
            ON slices.cluster_name = profiles.at_cluster AND slices.node_name = profiles.at_node AND slices.device = profiles.at_device AND slices.slice = profiles.part AND slices.until_micros > profiles.from_micros
    ) AS laid
    INNER JOIN cut ON laid.cluster_name = cut.of_cluster AND laid.node_name = cut.of_node AND laid.device = cut.of_device
    GROUP BY cluster_name, node_name, model, device, layout, slice, profile
)
ORDER BY cluster_name, node_name, model, device, layout, slice
