package io.gpuledger.ingest.generate;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a fleet really did, known by construction and not by looking at its samples.
 *
 * <p>A phase of n ticks gives n cadences of its state. The first tick of a gap still belongs to the
 * state before it, because a sample weighs up to two cadences; the rest of the gap is unobserved.
 * The last sample weighs two cadences as well. So the truth of a device spans exactly {@code [first
 * sample, last sample + 2 x cadence)}; what inventory adds after that is unobserved too and not
 * counted here.
 *
 * @param samples distinct samples, duplicates not counted
 * @param devices one per device
 */
public record FleetTruth(long samples, List<DeviceTruth> devices) {
  public FleetTruth {
    devices = List.copyOf(devices);
  }

  /**
   * What one device did. Ratios are whole percents and times whole milliseconds, so every measure
   * is exact however an interval is cut.
   *
   * @param device which device
   * @param node where it sits
   * @param firstAt instant of its first sample
   * @param endAt end of the truth
   * @param samples distinct samples
   * @param stateNanos nanoseconds by state
   * @param holderStateNanos nanoseconds by the sorted keys of its holders, then by state;
   *     unallocated and unobserved time stands under the empty list
   * @param busyNanos busy ratio x time
   * @param smNanos multiprocessor ratio x time, where measured
   * @param tensorNanos tensor ratio x time, where measured
   * @param effectiveNanos time x min(1, sm / 0.8) over the four observed states
   */
  public record DeviceTruth(
      DeviceId device,
      String node,
      Instant firstAt,
      Instant endAt,
      long samples,
      Map<State, Long> stateNanos,
      Map<List<String>, Map<State, Long>> holderStateNanos,
      long busyNanos,
      long smNanos,
      long tensorNanos,
      long effectiveNanos) {
    public DeviceTruth {
      stateNanos = Map.copyOf(stateNanos);
      holderStateNanos = Map.copyOf(holderStateNanos);
    }
  }

  /** Nanoseconds of a state over all devices. */
  public long stateNanos(State state) {
    return devices.stream().mapToLong(d -> d.stateNanos().getOrDefault(state, 0L)).sum();
  }
}
