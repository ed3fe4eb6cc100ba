-- One row per node, slot of time, device model, state and holder set: device-time in nanoseconds.
-- The slices of one device share its time equally, so a device never counts more than once.
-- Streamed facts of unpublished or superseded checkpoints are left out.
SELECT
    toString(cluster) AS cluster,
    toString(node) AS node,
    slot,
    toString(device_model) AS device_model,
    toString(state) AS state,
    holder_keys,
    holder_weights,
    toInt64(sum(intDiv(nanos, slices))) AS nanos
FROM
(
    SELECT
        cluster,
        node,
        slot,
        device_uuid,
        device_model,
        state,
        holder_keys,
        holder_weights,
        nanos,
        max(slice) OVER (PARTITION BY cluster, device_uuid, slot) AS slices
    FROM
    (
        SELECT
            cluster,
            node,
            toUInt32(intDiv(toUnixTimestamp(minute), {slot_seconds:UInt32}) * {slot_seconds:UInt32}) AS slot,
            device_uuid,
            any(device_model) AS device_model,
            gpu_instance,
            compute_instance,
            state,
            holder_keys,
            holder_weights,
            sum(state_nanos) AS nanos,
            dense_rank() OVER (PARTITION BY cluster, device_uuid, slot ORDER BY gpu_instance, compute_instance) AS slice
        FROM gpu_usage
        WHERE (cluster, node) IN (SELECT tupleElement(place, 1), tupleElement(place, 2) FROM (SELECT arrayJoin(arrayZip({clusters:Array(String)}, {nodes:Array(String)})) AS place))
            AND minute >= toDateTime({from_second:UInt32}, 'UTC')
            AND minute < toDateTime({to_second:UInt32}, 'UTC')
            AND checkpoint_id <= transform(job_generation, {generations:Array(UInt32)}, {ceilings:Array(UInt64)}, {otherwise:UInt64})
        GROUP BY cluster, node, slot, device_uuid, gpu_instance, compute_instance, state, holder_keys, holder_weights
        HAVING nanos > 0
    )
)
GROUP BY cluster, node, slot, device_model, state, holder_keys, holder_weights
ORDER BY cluster, node, slot, device_model, state, holder_keys, holder_weights
