package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.Costs;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A cell version while it is being written. */
final class Cell {
  final CellKey key;
  final long version;
  final TreeSet<String> deliveryIds = new TreeSet<>();
  final Map<String, Costs> sums = new TreeMap<>();
  long charges;
  long deviceCharges;
  long lines;

  /** Lines of what stands on no other charge. */
  long directLines;

  Cell(CellKey key, long version) {
    this.key = key;
    this.version = version;
  }

  void addCharge(String deliveryId, String currency, Costs costs, boolean devices, int lineCount) {
    deliveryIds.add(deliveryId);
    sums.merge(currency, costs, Costs::plus);
    charges++;
    deviceCharges += devices ? 1 : 0;
    lines += lineCount;
  }
}
