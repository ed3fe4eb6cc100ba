package io.gpuledger.streaming.telemetry;

import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.DeviceUsage;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Observation.Holds;
import io.gpuledger.cost.usage.StateRules;
import java.util.List;

/** A device as samples name it, with what follows from that, so that it is worked out once. */
final class DeviceSlot {
  final byte[] identity;
  final DeviceUsage device;
  final DeviceFacts facts;
  final DeviceNote note;

  /** The columns of a sample's row up to the MIG profile. */
  final byte[] rowStart;

  /** Whether the node remembers it. */
  boolean kept;

  /** State of the control records that rules and holds were worked out with. */
  long controlVersion = -1;

  StateRules rules;
  byte[] holders = new byte[0];

  /** The same in the order in which samples print them. */
  List<Holder> sharing = List.of();

  Holds holds = new Holds(Hold.NONE, Hold.NONE);

  /** The holders column of a sample's row. */
  byte[] holdersColumn = new byte[] {0};

  DeviceSlot(
      byte[] identity,
      DeviceUsage device,
      DeviceFacts facts,
      DeviceNote note,
      byte[] rowStart,
      StateRules rules) {
    this.identity = identity;
    this.device = device;
    this.facts = facts;
    this.note = note;
    this.rowStart = rowStart;
    this.rules = rules;
  }

  /** Reads one number of each part that a sample of the device needs. */
  long fetch() {
    return first(identity)
        + first(holders)
        + first(rowStart)
        + first(holdersColumn)
        + holds.named().groups().size()
        + note.reportedFrom
        + device.fetch();
  }

  private static long first(byte[] bytes) {
    return bytes.length == 0 ? 0 : bytes[bytes.length - 1];
  }
}
