-- One row per device, slot of time and state: eight devices a machine, jobs of four devices that last
-- a day, in the namespaces of the four teams of the machine's account.
INSERT INTO gpu_usage
    (cluster, node, device_uuid, device_model, minute, state, holder_keys, holder_weights,
     state_nanos, held_nanos, effective_nanos, busy_nanos, busy_observed_nanos, sm_nanos,
     sm_observed_nanos, energy_microjoules, energy_observed_nanos, job_generation, checkpoint_id)
WITH
    toUInt32(number % ({machines:UInt32} * 8)) AS device,
    toUInt32(intDiv(number, {machines:UInt32} * 8)) AS slot,
    toUInt32(intDiv(device, 8)) AS machine,
    machine % 40 AS account,
    toDateTime({start:String}, 'UTC') + slot * {slot_seconds:UInt32} AS at,
    toInt64({slot_seconds:UInt32}) * 1000000000 AS whole,
    cityHash64(machine, intDiv(device % 8, 4), toDate(at)) AS job,
    job % 10 = 0 AS free,
    cityHash64(device, slot) % 10 AS dice
SELECT
    'estate',
    concat('node-', toString(machine)),
    concat('GPU-', hex(sipHash128(device))),
    arrayElement(['NVIDIA H100 80GB HBM3', 'NVIDIA B200'], intDiv(account, 4) % 2 + 1),
    at,
    part.1,
    if(free, [], [concat('pod:team-', toString((account + 10 * (job % 4)) % 40), '/job-', toString(job % 100000), '/main')]) AS keys,
    if(free, [], [1]),
    part.2,
    if(free, 0, part.2),
    intDiv(part.2, 2),
    if(free, 0, intDiv(part.2, 2)),
    part.2,
    intDiv(part.2, 4),
    part.2,
    intDiv(part.2, 1000) * 400,
    part.2,
    1,
    {checkpoint:UInt64}
FROM numbers({from_row:UInt64}, {rows:UInt64})
ARRAY JOIN
    multiIf(
        free, [('unallocated', whole)],
        dice < 5, [('productive', whole)],
        dice < 7, [('active', intDiv(whole * 2, 3)), ('held_idle', whole - intDiv(whole * 2, 3))],
        dice < 9, [('held_idle', whole)],
        [('unobserved', intDiv(whole, 6)), ('productive', whole - intDiv(whole, 6))]) AS part
