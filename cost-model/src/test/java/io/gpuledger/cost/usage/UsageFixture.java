package io.gpuledger.cost.usage;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.Fact.Measure;
import io.gpuledger.cost.usage.NodeUsage.Outcome;
import io.gpuledger.cost.usage.Observation.Holds;
import io.gpuledger.cost.usage.Observation.Measures;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One node under test, with the sum of everything that it handed out. */
final class UsageFixture {
  static final long SECOND = 1_000_000_000L;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;

  /** 2026-11-01T00:00:00Z. */
  static final long START = 1_793_491_200L * SECOND;

  static final StateRules RULES = new StateRules(StateThresholds.DEFAULT);
  static final Hold UNKNOWN = Hold.of(List.of(Holder.UNKNOWN), holder -> "");
  static final DeviceFacts H100 = new DeviceFacts("n1", "0", "NVIDIA H100 80GB HBM3", "");

  final NodeUsage node = new NodeUsage("c1", "n1");
  final TreeMap<String, EnumMap<Measure, Long>> sums = new TreeMap<>();
  int emitted;

  static DeviceId device(int number) {
    return DeviceId.ofWhole("c1", "GPU-" + number);
  }

  static Hold pod(String name, String team) {
    Holder holder = new Holder(Holder.Kind.KUBERNETES_POD, "ml", name, "", "");
    return Hold.of(List.of(holder), any -> team);
  }

  static Measures busy(double busy, double sm) {
    return new Measures(FixedPoint.ratio(busy), FixedPoint.ratio(sm), -1, -1, 40L << 30, -1, -1);
  }

  static Observation observation(long at, Measures measures, long cadence, Hold hold) {
    return observation(at, measures, cadence, hold, BusyShares.NONE);
  }

  static Observation observation(
      long at, Measures measures, long cadence, Hold hold, BusyShares shares) {
    return Observation.of(at, measures, cadence, RULES, new Holds(hold, UNKNOWN), shares);
  }

  Outcome observe(DeviceId id, Observation observation) {
    return node.observe(node.device(id, H100), observation, RULES, UNKNOWN, this::take);
  }

  void close(long at) {
    node.closeThrough(at, this::take);
  }

  private void take(DeviceUsage device, Fact fact) {
    emitted++;
    int groups = Math.max(1, fact.hold().groups().size());
    for (int group = 0; group < groups; group++) {
      String holders =
          fact.hold().isEmpty()
              ? "-"
              : fact.hold().groups().get(group) + Arrays.toString(fact.weights(group));
      String key =
          String.join(
              "|",
              device.id().toString(),
              Long.toString(fact.minuteNanos() / SECOND),
              fact.verdict().name(),
              holders);
      EnumMap<Measure, Long> sum = sums.computeIfAbsent(key, any -> new EnumMap<>(Measure.class));
      for (Measure measure : Measure.values()) {
        sum.merge(measure, fact.part(measure, group), Long::sum);
      }
    }
  }

  /** Sums by key without those that have come to nothing. */
  Map<String, List<Long>> nonZeroSums() {
    Map<String, List<Long>> result = new TreeMap<>();
    sums.forEach(
        (key, values) -> {
          List<Long> list = List.copyOf(values.values());
          if (list.stream().anyMatch(value -> value != 0)) {
            result.put(key, list);
          }
        });
    return result;
  }

  /** The sum of a measure over all keys that contain a text. */
  long total(Measure measure, String part) {
    return sums.entrySet().stream()
        .filter(entry -> entry.getKey().contains(part))
        .mapToLong(entry -> entry.getValue().getOrDefault(measure, 0L))
        .sum();
  }
}
