package io.gpuledger.streaming.telemetry;

import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The holds of one node, each once. Stored observations name a hold by its number; one that no
 * retained observation can name is forgotten.
 */
final class HoldBook {
  static final int NONE = 0;

  private final TreeMap<Integer, Hold> byNumber = new TreeMap<>();
  private final Map<Hold, Integer> numbers = new HashMap<>();
  private final Map<Integer, Long> lastUsed = new HashMap<>();
  private final Set<Holder> known = new HashSet<>();
  private Hold recent = Hold.NONE;
  private int recentNumber = NONE;
  private int version;

  /** Grows whenever a hold is added or forgotten. */
  int version() {
    return version;
  }

  /** The number of a hold, a new one where it is new. */
  int numberOf(Hold hold, long atNanos) {
    if (hold.isEmpty()) {
      return NONE;
    }
    if (!hold.equals(recent)) {
      Integer number = numbers.get(hold);
      if (number == null) {
        number = byNumber.isEmpty() ? 1 : byNumber.lastKey() + 1;
        put(number, hold, atNanos);
      }
      recent = hold;
      recentNumber = number;
    }
    lastUsed.merge(recentNumber, atNanos, Math::max);
    return recentNumber;
  }

  void put(int number, Hold hold, long lastUsedNanos) {
    version++;
    byNumber.put(number, hold);
    numbers.put(hold, number);
    lastUsed.put(number, lastUsedNanos);
    hold.groups().forEach(group -> known.addAll(group.holders()));
  }

  /** Whether a holder is seen anew; from now on it is not. */
  boolean isNew(Holder holder) {
    return known.add(holder);
  }

  Hold get(int number) {
    Hold hold = number == NONE ? Hold.NONE : byNumber.get(number);
    if (hold == null) {
      throw new IllegalStateException("stored observation names hold " + number);
    }
    return hold;
  }

  Map<Integer, Hold> byNumber() {
    return byNumber;
  }

  void used(int number, long atNanos) {
    lastUsed.put(number, atNanos);
  }

  long lastUsedNanos(int number) {
    return lastUsed.getOrDefault(number, Long.MIN_VALUE);
  }

  void forgetBefore(long nanos) {
    if (!byNumber.keySet().removeIf(number -> lastUsedNanos(number) < nanos)) {
      return;
    }
    version++;
    numbers.values().retainAll(byNumber.keySet());
    lastUsed.keySet().retainAll(byNumber.keySet());
    known.clear();
    byNumber
        .values()
        .forEach(hold -> hold.groups().forEach(group -> known.addAll(group.holders())));
    recent = Hold.NONE;
    recentNumber = NONE;
  }
}
