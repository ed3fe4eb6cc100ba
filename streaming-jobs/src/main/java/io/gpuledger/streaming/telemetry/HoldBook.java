package io.gpuledger.streaming.telemetry;

import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The holds of one node, each once. Stored observations name a hold by its number; one that no
 * retained observation can name is forgotten.
 */
final class HoldBook {
  static final int NONE = 0;

  /** A hold with the number that stored observations know it by. */
  static final class Numbered {
    private final int number;
    private final Hold hold;
    private long lastUsedNanos;

    private Numbered(int number, Hold hold, long lastUsedNanos) {
      this.number = number;
      this.hold = hold;
      this.lastUsedNanos = lastUsedNanos;
    }

    int number() {
      return number;
    }

    Hold hold() {
      return hold;
    }

    /** The latest instant of an observation of it. */
    long lastUsedNanos() {
      return lastUsedNanos;
    }
  }

  private final TreeMap<Integer, Numbered> byNumber = new TreeMap<>();
  private final Map<Hold, Numbered> byHold = new HashMap<>();
  private final Set<Holder> known = new HashSet<>();

  /** Most observations have the hold of the one before. */
  private @Nullable Numbered recent;

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
    Numbered numbered = recent;
    if (numbered == null || !numbered.hold.equals(hold)) {
      numbered = byHold.get(hold);
      if (numbered == null) {
        numbered = put(byNumber.isEmpty() ? 1 : byNumber.lastKey() + 1, hold, atNanos);
      }
      recent = numbered;
    }
    numbered.lastUsedNanos = Math.max(numbered.lastUsedNanos, atNanos);
    return numbered.number;
  }

  /** Restores a hold; whoever restores says later when it was last used. */
  void restore(int number, Hold hold) {
    put(number, hold, Long.MIN_VALUE);
  }

  private Numbered put(int number, Hold hold, long lastUsedNanos) {
    version++;
    Numbered numbered = new Numbered(number, hold, lastUsedNanos);
    byNumber.put(number, numbered);
    byHold.put(hold, numbered);
    hold.groups().forEach(group -> known.addAll(group.holders()));
    return numbered;
  }

  /** Whether a holder is seen anew; from now on it is not. */
  boolean isNew(Holder holder) {
    return known.add(holder);
  }

  Hold get(int number) {
    return number == NONE ? Hold.NONE : numbered(number).hold;
  }

  /** All holds in the order of their numbers. */
  Collection<Numbered> all() {
    return byNumber.values();
  }

  /** Restores the instant of the latest observation of a hold. */
  void used(int number, long atNanos) {
    numbered(number).lastUsedNanos = atNanos;
  }

  void forgetBefore(long nanos) {
    if (!byNumber.values().removeIf(numbered -> numbered.lastUsedNanos < nanos)) {
      return;
    }
    version++;
    byHold.values().removeIf(numbered -> numbered.lastUsedNanos < nanos);
    known.clear();
    byHold.keySet().forEach(hold -> hold.groups().forEach(group -> known.addAll(group.holders())));
    recent = null;
  }

  private Numbered numbered(int number) {
    Numbered numbered = byNumber.get(number);
    if (numbered == null) {
      throw new IllegalStateException("stored observation names hold " + number);
    }
    return numbered;
  }
}
