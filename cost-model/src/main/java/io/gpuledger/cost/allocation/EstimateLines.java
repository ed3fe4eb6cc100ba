package io.gpuledger.cost.allocation;

import io.gpuledger.cost.price.DeviceFamily;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the lines of an estimated charge: the device-time of its machine decides by state and
 * holder, as for a charge of a bill. Of an estimate that is shown in part, the lines carry the same
 * part of its device-time, so that bill and estimate together count no hour twice.
 */
public final class EstimateLines {
  private final Allocator allocator;

  public EstimateLines(AllocationRules rules) {
    this.allocator = new Allocator(rules.ownership());
  }

  /**
   * The lines of what is shown of a charge, in a fixed order.
   *
   * @param share the charge's day with the costs that are shown and all of its device-time
   * @param usage device-time of its machine within {@code share.range()}
   * @param family the charge's family of models; time of others is none of its
   * @param deviceNanos the part of the device-time that goes with what is shown
   * @param splitRule why so much of it is shown, in words
   * @return at least one line; their costs sum to {@code share.costs()}, their time to {@code
   *     deviceNanos}
   */
  public List<AllocationLine> of(
      DayShare share, ChargeTelemetry usage, String family, long deviceNanos, String splitRule) {
    List<DeviceTime> times =
        usage.times().stream()
            .filter(time -> DeviceFamily.of(time.deviceModel()).equals(family))
            .toList();
    List<AllocationLine> whole =
        allocator.allocate(
            share,
            new ChargeTelemetry(usage.cluster(), usage.node(), times),
            new LinePart(Component.GPU, splitRule));
    List<BigInteger> weights =
        whole.stream().map(line -> BigInteger.valueOf(line.deviceNanos())).toList();
    if (weights.stream().allMatch(weight -> weight.signum() == 0)) {
      return whole;
    }
    List<Long> nanos = Nanos.split(deviceNanos, weights);
    List<AllocationLine> lines = new ArrayList<>(whole.size());
    for (int i = 0; i < whole.size(); i++) {
      lines.add(whole.get(i).lasting(nanos.get(i)));
    }
    return lines;
  }
}
