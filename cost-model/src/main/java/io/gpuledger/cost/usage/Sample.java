package io.gpuledger.cost.usage;

import io.gpuledger.cost.device.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One device at one instant with all its fields. A field that was not measured is null, never zero.
 *
 * @param device which device
 * @param at when it was measured
 * @param facts what the device is
 * @param busyRatio a kernel was resident, 0..1
 * @param smActiveRatio streaming multiprocessors active, 0..1
 * @param tensorActiveRatio tensor pipe active, 0..1
 * @param dramActiveRatio device memory active, 0..1
 * @param memoryUsedBytes device memory in use
 * @param memoryTotalBytes device memory in all
 * @param powerWatts power drawn now
 * @param energyMicrojoulesTotal energy counter since boot; falls at a reset
 * @param temperatureCelsius core temperature
 * @param smClockHertz clock of the multiprocessors
 * @param lastXid last XID error code; 0 is none
 * @param holders the workloads that hold it at this instant, sorted by key, each with an equal
 *     share; empty where nobody is known to
 * @param holderBusyRatios how busy each holder of a shared device kept it, 0..1, where telemetry
 *     prints it of several of them, equal or not; empty elsewhere
 */
public record Sample(
    DeviceId device,
    Instant at,
    DeviceFacts facts,
    @Nullable Double busyRatio,
    @Nullable Double smActiveRatio,
    @Nullable Double tensorActiveRatio,
    @Nullable Double dramActiveRatio,
    @Nullable Long memoryUsedBytes,
    @Nullable Long memoryTotalBytes,
    @Nullable Double powerWatts,
    @Nullable Long energyMicrojoulesTotal,
    @Nullable Double temperatureCelsius,
    @Nullable Long smClockHertz,
    @Nullable Integer lastXid,
    List<Holder> holders,
    Map<Holder, Double> holderBusyRatios) {
  public Sample {
    holderBusyRatios = Map.copyOf(holderBusyRatios);
    // Nearly every device has one holder or none; this runs for each of millions of samples.
    holders =
        holders.size() < 2 ? List.copyOf(holders) : holders.stream().sorted().distinct().toList();
  }

  /** A sample that measures no holder by itself. */
  public Sample(
      DeviceId device,
      Instant at,
      DeviceFacts facts,
      @Nullable Double busyRatio,
      @Nullable Double smActiveRatio,
      @Nullable Double tensorActiveRatio,
      @Nullable Double dramActiveRatio,
      @Nullable Long memoryUsedBytes,
      @Nullable Long memoryTotalBytes,
      @Nullable Double powerWatts,
      @Nullable Long energyMicrojoulesTotal,
      @Nullable Double temperatureCelsius,
      @Nullable Long smClockHertz,
      @Nullable Integer lastXid,
      List<Holder> holders) {
    this(
        device,
        at,
        facts,
        busyRatio,
        smActiveRatio,
        tensorActiveRatio,
        dramActiveRatio,
        memoryUsedBytes,
        memoryTotalBytes,
        powerWatts,
        energyMicrojoulesTotal,
        temperatureCelsius,
        smClockHertz,
        lastXid,
        holders,
        Map.of());
  }
}
