-- One row per node, slot of time, device model, state and holder set: device-time in nanoseconds.
-- Whole devices of a node are added up; the slices of a device stand apart, each with the profile that it had
-- then, once for each layout that the device had in the slot (the same number for the same layout).
-- slices = 0 looks for none. What rows are chosen by stands in PREWHERE: the facts of a machine lie among
-- those of others, and the other columns are read only where one of its rows is.
-- In no order: sorting took half of the answer's time, and who reads it needs none.
-- Streamed facts of unpublished or superseded checkpoints are left out.
SELECT
    toString(cluster) AS cluster,
    toString(node) AS node,
    slot,
    toString(device_model) AS device_model,
    toString(state) AS state,
    holder_keys,
    holder_weighed,
    nanos,
    device,
    layout,
    slice,
    profile
FROM
(
    SELECT
        cluster,
        node,
        toUInt32(intDiv(toUnixTimestamp(minute), {slot_seconds:UInt32}) * {slot_seconds:UInt32}) AS slot,
        device_model,
        state,
        holder_keys,
        arrayExists(weight -> weight != 1, holder_weights) AS measured,
        sumForEach(if(measured, arrayMap(weight -> toInt64(intDiv(toInt128(state_nanos) * weight, 1000000)), holder_weights), [])) AS holder_weighed,
        toInt64(sum(state_nanos)) AS nanos,
        '' AS device,
        toUInt64(0) AS layout,
        '' AS slice,
        '' AS profile
    FROM gpu_usage
    PREWHERE node IN {nodes:Array(String)}
        AND minute >= toDateTime({from_second:UInt32}, 'UTC')
        AND minute < toDateTime({to_second:UInt32}, 'UTC')
        AND gpu_instance = ''
        AND compute_instance = ''
    WHERE (cluster, node) IN (SELECT tupleElement(place, 1), tupleElement(place, 2) FROM (SELECT arrayJoin(arrayZip({clusters:Array(String)}, {nodes:Array(String)})) AS place))
        AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
    GROUP BY cluster, node, slot, device_model, state, holder_keys, measured
    HAVING nanos > 0

    UNION ALL

    SELECT
        cluster,
        node,
        toUInt32(intDiv(toUnixTimestamp(minute), {slot_seconds:UInt32}) * {slot_seconds:UInt32}) AS slot,
        device_model,
        state,
        holder_keys,
        arrayExists(weight -> weight != 1, holder_weights) AS measured,
        sumForEach(if(measured, arrayMap(weight -> toInt64(intDiv(toInt128(minute_nanos) * weight, 1000000)), holder_weights), [])) AS holder_weighed,
        toInt64(sum(minute_nanos)) AS nanos,
        device,
        layout,
        slice,
        profile
    FROM
    (
        SELECT
            *,
            cityHash64(arraySort(groupUniqArray((slice, profile)) OVER (PARTITION BY cluster, device, minute))) AS layout
        FROM
        (
            SELECT
                cluster,
                node,
                minute,
                toString(device_uuid) AS device,
                max(toString(device_model)) AS device_model,
                concat(toString(gpu_instance), '/', toString(compute_instance)) AS slice,
                state,
                holder_keys,
                holder_weights,
                sum(state_nanos) AS minute_nanos,
                (toInt64(toUnixTimestamp(minute)) + 60) * 1000000 AS until_micros
            FROM gpu_usage
            PREWHERE node IN {nodes:Array(String)}
                AND minute >= toDateTime({from_second:UInt32}, 'UTC')
                AND minute < toDateTime({to_second:UInt32}, 'UTC')
                AND (gpu_instance != '' OR compute_instance != '')
                AND {slices:UInt8} = 1
            WHERE (cluster, node) IN (SELECT tupleElement(place, 1), tupleElement(place, 2) FROM (SELECT arrayJoin(arrayZip({clusters:Array(String)}, {nodes:Array(String)})) AS place))
                AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
            GROUP BY cluster, node, minute, device, slice, state, holder_keys, holder_weights
            HAVING minute_nanos > 0
        ) AS slices
        LEFT ASOF JOIN
        (
            SELECT
                cluster AS of_cluster,
                node AS of_node,
                device_uuid AS of_device,
                concat(gpu_instance, '/', compute_instance) AS part,
                toUnixTimestamp64Micro(holds_from) AS from_micros,
                mig_profile AS profile
            FROM slice_profiles_as_of(as_of = {as_of:DateTime64(6, 'UTC')})
            WHERE node IN {nodes:Array(String)} AND {slices:UInt8} = 1
        ) AS profiles
            ON slices.cluster = profiles.of_cluster AND slices.node = profiles.of_node AND slices.device = profiles.of_device AND slices.slice = profiles.part AND slices.until_micros > profiles.from_micros
    )
    GROUP BY cluster, node, slot, device_model, state, holder_keys, measured, device, layout, slice, profile
)
