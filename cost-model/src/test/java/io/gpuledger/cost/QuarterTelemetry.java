package io.gpuledger.cost;

import io.gpuledger.cost.allocation.ChargeTelemetry;
import io.gpuledger.cost.allocation.DeviceTime;
import io.gpuledger.cost.allocation.LineHolder;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.allocation.SlicedDevice;
import io.gpuledger.cost.usage.State;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who held the machines of docs/rules/quarter.md, by day. */
final class QuarterTelemetry {
  static final long HOUR = 3_600_000_000_000L;

  /** The day with slices, a shared GPU and a gap. */
  static final LocalDate SPECIAL_DAY = LocalDate.of(2026, 8, 5);

  private static final String H100 = "NVIDIA H100 80GB HBM3";

  private record Machine(String cluster, String model, int devices) {}

  private static final Map<String, Machine> MACHINES =
      Map.of(
          "a1", new Machine("aws", "NVIDIA H100", 4),
          "g1", new Machine("google", "NVIDIA A100", 2),
          "cw1", new Machine("coreweave", "NVIDIA H200", 1),
          "cw2", new Machine("coreweave", "NVIDIA H200", 1),
          "o1", new Machine("own", "NVIDIA L40S", 4));

  /**
   * Device-time of a normal day.
   *
   * @param holder namespace/pod, or {@code -}
   */
  record Normal(String machine, int hours, State state, String holder) {}

  static final List<Normal> NORMAL_DAY =
      List.of(
          new Normal("a1", 48, State.PRODUCTIVE, "vision/train"),
          new Normal("a1", 24, State.ACTIVE, "search/embed"),
          new Normal("a1", 24, State.UNALLOCATED, "-"),
          new Normal("g1", 24, State.PRODUCTIVE, "search/index"),
          new Normal("g1", 12, State.ACTIVE, "speech/asr"),
          new Normal("g1", 12, State.UNALLOCATED, "-"),
          new Normal("cw1", 24, State.PRODUCTIVE, "vision/train"),
          new Normal("cw2", 24, State.ACTIVE, "speech/tts"),
          new Normal("o1", 72, State.PRODUCTIVE, "speech/asr"),
          new Normal("o1", 24, State.UNALLOCATED, "-"));

  /**
   * A part of a GPU of a1 on the special day.
   *
   * @param gpu its number
   * @param profile of the slice, or {@code whole}
   * @param minutes how long
   * @param holders namespace/pod, none where nobody held it
   */
  record Special(int gpu, String profile, int minutes, State state, List<String> holders) {}

  static final List<Special> SPECIAL =
      List.of(
          new Special(0, "3g.40gb", 1_440, State.PRODUCTIVE, List.of("vision/train")),
          new Special(0, "2g.20gb", 1_440, State.ACTIVE, List.of("search/rank")),
          new Special(0, "1g.10gb", 1_440, State.HELD_IDLE, List.of("search/cache")),
          new Special(0, "1g.10gb", 1_440, State.UNALLOCATED, List.of()),
          new Special(
              1,
              "whole",
              1_440,
              State.ACTIVE,
              List.of("search/embed", "speech/asr", "vision/eval")),
          // Telemetry of GPU 2 has a gap of six hours, which is no row here.
          new Special(2, "whole", 1_080, State.PRODUCTIVE, List.of("speech/tts")),
          new Special(3, "whole", 552, State.HELD_IDLE, List.of("vision/notebook")),
          new Special(3, "whole", 888, State.UNALLOCATED, List.of()));

  private QuarterTelemetry() {}

  static String modelOf(String machine) {
    return machine(machine).model;
  }

  static int devicesOf(String machine) {
    return machine(machine).devices;
  }

  private static Machine machine(String name) {
    return Objects.requireNonNull(MACHINES.get(name));
  }

  static ChargeTelemetry of(String machine, LocalDate day) {
    if (machine.isEmpty()) {
      return ChargeTelemetry.NONE;
    }
    boolean special = machine.equals("a1") && day.equals(SPECIAL_DAY);
    List<DeviceTime> times = special ? special() : normal(machine);
    return new ChargeTelemetry(machine(machine).cluster, machine, times);
  }

  private static List<DeviceTime> normal(String machine) {
    List<DeviceTime> times = new ArrayList<>();
    for (Normal use : NORMAL_DAY) {
      if (use.machine.equals(machine)) {
        List<String> holders = use.holder.equals("-") ? List.of() : List.of(use.holder);
        times.add(time(use.state, use.hours * HOUR, holders));
      }
    }
    return times;
  }

  private static List<DeviceTime> special() {
    List<DeviceTime> times = new ArrayList<>();
    SlicedDevice sliced = new SlicedDevice(H100);
    int slice = 0;
    for (Special part : SPECIAL) {
      DeviceTime time = time(part.state, part.minutes * (HOUR / 60), part.holders);
      if (part.profile.equals("whole")) {
        times.add(time);
      } else {
        sliced.add("slice " + slice++, part.profile, time);
      }
    }
    times.addAll(sliced.times(SliceWeighting.DOMINANT));
    return times;
  }

  private static DeviceTime time(State state, long nanos, List<String> holders) {
    return new DeviceTime(
        state,
        H100,
        holders.stream()
            .map(holder -> new DeviceTime.Share(LineHolder.ofKey("pod:" + holder), 1))
            .toList(),
        nanos);
  }

  /** The rows of a table of cells. */
  static List<String> row(Object... cells) {
    return Arrays.stream(cells).map(String::valueOf).toList();
  }
}
