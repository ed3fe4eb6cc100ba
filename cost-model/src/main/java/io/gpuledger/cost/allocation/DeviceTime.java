package io.gpuledger.cost.allocation;

import io.gpuledger.cost.usage.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Device-time of a node in one state with one set of holders.
 *
 * @param state which state of a device-second
 * @param deviceModel as telemetry names it, or {@code -}
 * @param holders who held it, with their weights, sorted; empty where nobody did
 * @param nanos how much, not negative
 */
public record DeviceTime(State state, String deviceModel, List<Share> holders, long nanos)
    implements Comparable<DeviceTime> {
  /**
   * One holder of a set.
   *
   * @param holder who
   * @param weight its share is weight / sum of weights
   */
  public record Share(LineHolder holder, long weight) implements Comparable<Share> {
    public Share {
      if (weight <= 0) {
        throw new IllegalArgumentException("holder " + holder.key() + " has weight " + weight);
      }
    }

    @Override
    public int compareTo(Share other) {
      int byHolder = holder.compareTo(other.holder);
      return byHolder != 0 ? byHolder : Long.compare(weight, other.weight);
    }
  }

  public DeviceTime {
    if (holders.size() > 1) {
      List<Share> sorted = new ArrayList<>(holders);
      sorted.sort(Comparator.naturalOrder());
      holders = sorted;
    }
    holders = List.copyOf(holders);
    if (nanos < 0) {
      throw new IllegalArgumentException("negative device-time " + nanos + " in " + state.code());
    }
  }

  /** Sorted, with the time of equal states, models and holder sets added up. */
  static List<DeviceTime> merged(List<DeviceTime> times) {
    List<DeviceTime> sorted = new ArrayList<>(times);
    sorted.sort(Comparator.naturalOrder());
    List<DeviceTime> merged = new ArrayList<>(sorted.size());
    for (DeviceTime time : sorted) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).isAlike(time)) {
        long sum = Math.addExact(merged.get(last).nanos, time.nanos);
        merged.set(last, new DeviceTime(time.state, time.deviceModel, time.holders, sum));
      } else {
        merged.add(time);
      }
    }
    return merged;
  }

  private boolean isAlike(DeviceTime other) {
    return state == other.state
        && deviceModel.equals(other.deviceModel)
        && holders.equals(other.holders);
  }

  @Override
  public int compareTo(DeviceTime other) {
    int order = state.compareTo(other.state);
    order = order != 0 ? order : deviceModel.compareTo(other.deviceModel);
    for (int i = 0; order == 0 && i < Math.min(holders.size(), other.holders.size()); i++) {
      order = holders.get(i).compareTo(other.holders.get(i));
    }
    order = order != 0 ? order : Integer.compare(holders.size(), other.holders.size());
    return order != 0 ? order : Long.compare(nanos, other.nanos);
  }
}
