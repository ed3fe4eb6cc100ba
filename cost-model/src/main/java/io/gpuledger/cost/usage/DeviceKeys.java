package io.gpuledger.cost.usage;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.filter.GroupKey;
import java.util.function.Function;

/** What telemetry knows of the group keys of a holder on a device. */
public final class DeviceKeys {
  private DeviceKeys() {}

  /** The values by key, {@link GroupKey#MISSING} where telemetry has none. */
  public static Function<GroupKey, String> of(DeviceId device, DeviceFacts facts, Holder holder) {
    return key -> {
      String value =
          switch (key.name()) {
            case CLUSTER -> device.cluster();
            case NODE -> facts.node();
            case DEVICE_MODEL -> facts.model();
            case NAMESPACE -> holder.namespace();
            case WORKLOAD -> holder.workload();
            case HOLDER -> holder.key();
            case USER -> holder.user();
            case RESOURCE -> device.uuid();
            default -> "";
          };
      return value.isEmpty() ? GroupKey.MISSING : value;
    };
  }
}
