package io.gpuledger.cost.usage;

import java.util.Arrays;

/** The retained observations of one device in order of time, one per instant. */
final class History {
  private static final int INITIAL = 16;

  private Observation[] items = new Observation[INITIAL];
  private int size;

  int size() {
    return size;
  }

  Observation get(int index) {
    return items[index];
  }

  Observation last() {
    return items[size - 1];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Index of the first observation at or after an instant; {@link #size} where there is none. */
  int indexFrom(long atNanos) {
    if (size == 0 || items[size - 1].at < atNanos) {
      return size;
    }
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (items[middle].at < atNanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  void set(int index, Observation observation) {
    items[index] = observation;
  }

  void insert(int index, Observation observation) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    System.arraycopy(items, index, items, index + 1, size - index);
    items[index] = observation;
    size++;
  }

  /** Drops the first so many observations. */
  void removeFirst(int count) {
    if (count > 0) {
      System.arraycopy(items, count, items, 0, size - count);
      Arrays.fill(items, size - count, size, null);
      size -= count;
    }
  }
}
