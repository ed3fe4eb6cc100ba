package io.gpuledger.cost.allocation;

import io.gpuledger.cost.time.TimeRange;
import java.util.OptionalLong;

/**
 * What allocation needs to know of a charge.
 *
 * @param deliveryId the delivery it belongs to
 * @param rowNo its row there
 * @param period the charge period
 * @param costs its four costs; a cost that the bill leaves out is zero
 * @param accelerator whether it pays for an accelerator
 * @param unusedCommitment whether it is the part of a commitment that nobody used
 * @param paidDeviceNanos device-time that it pays for, if the bill says so; negative where it takes
 *     back an earlier charge
 * @param keys its group keys
 */
public record AllocationCharge(
    String deliveryId,
    long rowNo,
    TimeRange period,
    Costs costs,
    Accelerator accelerator,
    boolean unusedCommitment,
    OptionalLong paidDeviceNanos,
    ChargeKeys keys) {}
