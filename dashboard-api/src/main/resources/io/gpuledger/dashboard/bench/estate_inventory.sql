-- One row per device of a machine, which the provider's resource id names.
INSERT INTO device_inventory
    (cluster, node, device_uuid, device_model, provider_resource_id, device_count, origin,
     valid_from, version, job_generation, checkpoint_id)
WITH toUInt32(intDiv(number, 8)) AS machine
SELECT
    'estate',
    concat('node-', toString(machine)),
    concat('GPU-', hex(sipHash128(toUInt32(number)))),
    arrayElement(['NVIDIA H100 80GB HBM3', 'NVIDIA B200'], intDiv(machine % 40, 4) % 2 + 1),
    concat('i-', leftPad(toString(machine), 8, '0')),
    1,
    'configured',
    addMonths(toDateTime64({month:String}, 6, 'UTC'), -13),
    1,
    1,
    1
FROM numbers({machines:UInt32} * 8)
