-- One row per slice of a device and instant from which it has a profile, of the checkpoints published at as_of: the
-- profile and the model of the device as inventory states them from then on. What is stated of a slice holds from its
-- valid_from where it is the first of that validity, else from the sample that it was seen in: a slice that is cut
-- anew keeps its number. A statement without a profile says nothing.
CREATE OR REPLACE VIEW slice_profiles_as_of AS
WITH
(
    SELECT (groupArray(job_generation), groupArray(newest_checkpoint_id))
    FROM checkpoints_as_of(as_of = {as_of:DateTime64(6, 'UTC')})
) AS visible
SELECT
    toString(cluster) AS cluster,
    toString(node) AS node,
    toString(device_uuid) AS device_uuid,
    toString(gpu_instance) AS gpu_instance,
    toString(compute_instance) AS compute_instance,
    holds_from,
    argMax(toString(model), stated) AS device_model,
    argMax(toString(profile), stated) AS mig_profile
FROM
(
    SELECT
        cluster,
        node,
        device_uuid,
        gpu_instance,
        compute_instance,
        device_model AS model,
        mig_profile AS profile,
        (valid_from, version) AS stated,
        lagInFrame(valid_from) OVER statements != valid_from AS begins,
        lagInFrame(mig_profile) OVER statements != mig_profile
            OR lagInFrame(device_model) OVER statements != device_model AS differs,
        if(begins, valid_from, greatest(valid_from, ifNull(last_seen_at, valid_from))) AS holds_from
    FROM device_inventory
    WHERE (gpu_instance != '' OR compute_instance != '')
        AND checkpoint_id <= transform(job_generation, tupleElement(visible, 1), tupleElement(visible, 2), toUInt64(0))
    WINDOW statements AS
    (
        PARTITION BY cluster, node, device_uuid, gpu_instance, compute_instance
        ORDER BY valid_from, version
        ROWS BETWEEN 1 PRECEDING AND CURRENT ROW
    )
)
WHERE profile != '' AND (begins OR differs)
GROUP BY cluster, node, device_uuid, gpu_instance, compute_instance, holds_from;
