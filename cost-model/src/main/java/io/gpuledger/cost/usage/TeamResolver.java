package io.gpuledger.cost.usage;

import io.gpuledger.cost.device.DeviceId;
import java.time.Instant;

/** Finds the team of a holder on a device; the empty text where no rule names one. */
@FunctionalInterface
public interface TeamResolver {
  /** Nobody owns anything. */
  TeamResolver UNATTRIBUTED = (device, facts, holder, at) -> "";

  String teamOf(DeviceId device, DeviceFacts facts, Holder holder, Instant at);
}
