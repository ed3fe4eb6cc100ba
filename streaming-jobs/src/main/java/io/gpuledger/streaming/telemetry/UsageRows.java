package io.gpuledger.streaming.telemetry;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.usage.DeviceUsage;
import io.gpuledger.cost.usage.Fact;
import io.gpuledger.cost.usage.Fact.Measure;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.NodeUsage.FactOutput;
import java.util.List;

/** Turns facts into rows: one per team that holds the device, together exactly the fact. */
final class UsageRows implements FactOutput {
  private static final Measure[] MEASURES = Measure.values();
  private static final String[] NOBODY = {};
  private static final long[] NOTHING = {};

  private final TelemetryOutput output;
  private String node = "";
  private Hold.Group group = new Hold.Group("", List.of());
  private String[] keys = NOBODY;

  UsageRows(TelemetryOutput output) {
    this.output = output;
  }

  /** This, for facts of a node. */
  UsageRows of(HotNode of) {
    node = of.node;
    return this;
  }

  @Override
  public void fact(DeviceUsage device, Fact fact) {
    int groups = fact.hold().groups().size();
    if (groups == 0) {
      row(device, fact, 0, GroupKey.MISSING, NOBODY, NOTHING);
    }
    for (int i = 0; i < groups; i++) {
      Hold.Group of = fact.hold().groups().get(i);
      row(device, fact, i, of.team(), keysOf(of), fact.weights(i));
    }
  }

  private void row(
      DeviceUsage device,
      Fact fact,
      int index,
      String team,
      String[] holderKeys,
      long[] holderWeights) {
    long[] measures = new long[MEASURES.length];
    for (int i = 0; i < measures.length; i++) {
      measures[i] = fact.part(MEASURES[i], index);
    }
    output.usage(
        new UsageRow(
            device.id().cluster(),
            node,
            device.id().uuid(),
            device.id().gpuInstance(),
            device.id().computeInstance(),
            device.facts().model(),
            Math.floorDiv(fact.minuteNanos(), 1_000_000_000L),
            fact.verdict().state().code(),
            fact.verdict().reason(),
            holderKeys,
            holderWeights,
            team,
            measures));
  }

  private String[] keysOf(Hold.Group of) {
    if (!of.equals(group)) {
      group = of;
      keys = of.holders().stream().map(Holder::key).toArray(String[]::new);
    }
    return keys;
  }
}
