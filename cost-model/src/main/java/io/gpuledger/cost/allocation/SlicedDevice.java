package io.gpuledger.cost.allocation;

import io.gpuledger.cost.device.SliceProfile;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One device cut into slices, for as long as the layout stays: makes device-time of the whole
 * device of the time of its slices. What no slice takes is {@code unallocated} for as long as any
 * slice was observed, and {@code unobserved} for the rest of the time. A device never counts for
 * more than itself.
 */
public final class SlicedDevice {
  private final String deviceModel;
  private final Map<String, List<DeviceTime>> timesBySlice = new TreeMap<>();
  private final Map<String, Optional<SliceProfile>> profiles = new TreeMap<>();

  public SlicedDevice(String deviceModel) {
    this.deviceModel = deviceModel;
  }

  /**
   * Adds time of a slice.
   *
   * @param slice what tells it from the device's other slices
   * @param profile its MIG profile as telemetry prints it, empty where it is not known
   * @param time its own time in one state with one holder set
   */
  public void add(String slice, String profile, DeviceTime time) {
    timesBySlice.computeIfAbsent(slice, key -> new ArrayList<>()).add(time);
    profiles.computeIfAbsent(slice, key -> SliceProfile.of(profile, deviceModel));
  }

  /**
   * The device's time. Where the profile of a slice is not known, the slices share the device
   * equally.
   */
  public List<DeviceTime> times(SliceWeighting weighting) {
    boolean known = profiles.values().stream().allMatch(Optional::isPresent);
    int equal = SliceProfile.WHOLE / Math.max(1, profiles.size());
    Map<String, Integer> weights = new TreeMap<>();
    profiles.forEach(
        (slice, profile) ->
            weights.put(slice, known ? weighting.weightOf(profile.orElseThrow()) : equal));
    long sum = weights.values().stream().mapToLong(Integer::longValue).sum();
    BigInteger whole = BigInteger.valueOf(known ? Math.max(SliceProfile.WHOLE, sum) : sum);
    long span = 0;
    long seen = 0;
    BigInteger weighted = BigInteger.ZERO;
    List<DeviceTime> own = new ArrayList<>();
    List<BigInteger> shares = new ArrayList<>();
    for (Map.Entry<String, List<DeviceTime>> slice : timesBySlice.entrySet()) {
      BigInteger weight = BigInteger.valueOf(weights.getOrDefault(slice.getKey(), 0));
      long nanos = 0;
      long unseen = 0;
      for (DeviceTime time : slice.getValue()) {
        nanos = Math.addExact(nanos, time.nanos());
        unseen = Math.addExact(unseen, time.state() == State.UNOBSERVED ? time.nanos() : 0);
        BigInteger share = BigInteger.valueOf(time.nanos()).multiply(weight);
        weighted = weighted.add(share);
        own.add(time);
        shares.add(share);
      }
      span = Math.max(span, nanos);
      seen = Math.max(seen, nanos - unseen);
    }
    // Rounded once, over all of the slices: a device that is wholly cut and seen loses nothing.
    long taken = weighted.divide(whole).longValueExact();
    List<DeviceTime> times = parts(own, shares, taken);
    boolean partlyCut = known && sum < SliceProfile.WHOLE;
    if (partlyCut && span > taken) {
      long rest = span - taken;
      long unseen =
          BigInteger.valueOf(rest)
              .multiply(BigInteger.valueOf(span - seen))
              .divide(BigInteger.valueOf(span))
              .longValueExact();
      addRest(times, State.UNOBSERVED, unseen);
      addRest(times, State.UNALLOCATED, rest - unseen);
    }
    return times;
  }

  private void addRest(List<DeviceTime> times, State state, long nanos) {
    if (nanos > 0) {
      times.add(new DeviceTime(state, deviceModel, List.of(), nanos));
    }
  }

  /** Nanoseconds of the device, in proportion to the shares; they sum to what the slices take. */
  private static List<DeviceTime> parts(List<DeviceTime> own, List<BigInteger> shares, long taken) {
    List<Amount> parts =
        taken == 0
            ? Collections.nCopies(own.size(), Amount.ZERO)
            : Split.byWeight(Amount.ofUnscaled(BigInteger.valueOf(taken)), shares);
    List<DeviceTime> times = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      DeviceTime time = own.get(i);
      long nanos = parts.get(i).unscaled().longValueExact();
      times.add(new DeviceTime(time.state(), time.deviceModel(), time.holders(), nanos));
    }
    return times;
  }
}
