package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.usage.Holder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one metric of busy time prints for the holders of one device. An exporter either repeats the
 * device's own value for each of them or prints each by itself. Values that differ show that it
 * does the latter; equal ones may be of either.
 */
final class BusyByHolder {
  private @Nullable Holder first;
  private double firstValue;
  private @Nullable Map<Holder, Double> all;

  void add(Holder holder, double value) {
    if (first == null) {
      first = holder;
      firstValue = value;
      return;
    }
    // Nearly every device has one holder: the map is for those that are shared.
    if (all == null) {
      if (first.equals(holder)) {
        return;
      }
      all = new HashMap<>();
      all.put(first, firstValue);
    }
    all.putIfAbsent(holder, value);
  }

  /** The values of several holders; empty where only one is printed. */
  Map<Holder, Double> all() {
    return all == null ? Map.of() : all;
  }

  /** Whether the values tell holders apart. */
  boolean isApart() {
    return all().values().stream().distinct().limit(2).count() == 2;
  }
}
