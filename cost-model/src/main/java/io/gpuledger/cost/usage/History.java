package io.gpuledger.cost.usage;

import io.gpuledger.cost.usage.Observation.Measures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The retained observations of one device in order of time, one per instant.
 *
 * <p>They are kept as numbers in one array and made into objects when asked for: a fleet has
 * millions of them, and as objects they kept the garbage collector busier than their use did the
 * processor.
 */
final class History {
  private static final int INITIAL = 16;

  /** Numbers of one observation. */
  private static final int WIDTH = 8;

  private static final int AT = 0;
  private static final int BUSY_AND_SM = 1;
  private static final int TENSOR_AND_DRAM = 2;
  private static final int MEMORY = 3;
  private static final int POWER = 4;
  private static final int ENERGY = 5;
  private static final int CADENCE = 6;
  private static final int VERDICT_AND_HOLD = 7;

  /** Holds beyond so many are looked through for ones that no observation has any more. */
  private static final int HOLDS_KEPT = 8;

  private long[] numbers = new long[INITIAL * WIDTH];
  private int size;

  /** The instant of the last observation: asked for with every sample, so kept at hand. */
  private long newest;

  /** What is measured of the holders of each observation; null where of none of any. */
  private BusyShares @Nullable [] shares;

  /** Each hold of the observations once, and for a while those of dropped ones. */
  private List<Hold> holds = new ArrayList<>(2);

  private Hold recentHold = Hold.NONE;
  private int recentNumber = -1;

  int size() {
    return size;
  }

  /** The instant of an observation. */
  long at(int index) {
    return numbers[index * WIDTH + AT];
  }

  Observation get(int index) {
    int first = index * WIDTH;
    long busyAndSm = numbers[first + BUSY_AND_SM];
    long tensorAndDram = numbers[first + TENSOR_AND_DRAM];
    long verdictAndHold = numbers[first + VERDICT_AND_HOLD];
    return new Observation(
        numbers[first + AT],
        new Measures(
            high(busyAndSm),
            low(busyAndSm),
            high(tensorAndDram),
            low(tensorAndDram),
            numbers[first + MEMORY],
            numbers[first + POWER],
            numbers[first + ENERGY]),
        numbers[first + CADENCE],
        Verdict.ofNumber(high(verdictAndHold)),
        holds.get(low(verdictAndHold)),
        shares == null ? BusyShares.NONE : shares[index]);
  }

  /** Index of the first observation at or after an instant; {@link #size} where there is none. */
  int indexFrom(long atNanos) {
    if (size == 0 || newest < atNanos) {
      return size;
    }
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle) < atNanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  void set(int index, Observation observation) {
    int first = index * WIDTH;
    numbers[first + AT] = observation.at;
    numbers[first + BUSY_AND_SM] = both(observation.busy, observation.sm);
    numbers[first + TENSOR_AND_DRAM] = both(observation.tensor, observation.dram);
    numbers[first + MEMORY] = observation.memoryUsedBytes;
    numbers[first + POWER] = observation.powerMicrowatts;
    numbers[first + ENERGY] = observation.energyMicrojoulesTotal;
    numbers[first + CADENCE] = observation.cadenceNanos;
    numbers[first + VERDICT_AND_HOLD] =
        both(observation.verdict.number(), numberOf(observation.hold));
    if (shares != null || !observation.shares.isEmpty()) {
      sharesOfAll()[index] = observation.shares;
    }
    if (index == size - 1) {
      newest = observation.at;
    }
  }

  void insert(int index, Observation observation) {
    if (size * WIDTH == numbers.length) {
      numbers = Arrays.copyOf(numbers, numbers.length * 2);
    }
    System.arraycopy(numbers, index * WIDTH, numbers, (index + 1) * WIDTH, (size - index) * WIDTH);
    if (shares != null) {
      BusyShares[] all = sharesOfAll();
      System.arraycopy(all, index, all, index + 1, size - index);
    }
    size++;
    set(index, observation);
  }

  /** Drops the first so many observations. */
  void removeFirst(int count) {
    if (count > 0) {
      System.arraycopy(numbers, count * WIDTH, numbers, 0, (size - count) * WIDTH);
      if (shares != null) {
        System.arraycopy(shares, count, shares, 0, size - count);
      }
      size -= count;
      if (holds.size() > HOLDS_KEPT) {
        forgetUnusedHolds();
      }
    }
  }

  /** Room for what is measured of holders, as long as for the observations themselves. */
  private BusyShares[] sharesOfAll() {
    int length = numbers.length / WIDTH;
    BusyShares[] all = shares;
    if (all == null) {
      all = new BusyShares[length];
      Arrays.fill(all, BusyShares.NONE);
    } else if (all.length < length) {
      int before = all.length;
      all = Arrays.copyOf(all, length);
      Arrays.fill(all, before, length, BusyShares.NONE);
    }
    shares = all;
    return all;
  }

  /** The holds of a device change seldom, so the newest is nearly always the one. */
  private int numberOf(Hold hold) {
    if (recentNumber < 0 || !recentHold.equals(hold)) {
      recentNumber = find(hold);
      recentHold = hold;
    }
    return recentNumber;
  }

  private int find(Hold hold) {
    for (int i = holds.size() - 1; i >= 0; i--) {
      if (holds.get(i).equals(hold)) {
        return i;
      }
    }
    holds.add(hold);
    return holds.size() - 1;
  }

  private void forgetUnusedHolds() {
    List<Hold> all = holds;
    holds = new ArrayList<>();
    recentNumber = -1;
    for (int i = 0; i < size; i++) {
      int place = i * WIDTH + VERDICT_AND_HOLD;
      long old = numbers[place];
      numbers[place] = both(high(old), numberOf(all.get(low(old))));
    }
  }

  private static long both(int high, int low) {
    return (long) high << 32 | (low & 0xFFFF_FFFFL);
  }

  private static int high(long both) {
    return (int) (both >> 32);
  }

  private static int low(long both) {
    return (int) both;
  }
}
