package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each column stands in a row: FOCUS columns by their number, then the provider columns of
 * all files of the set in the order in which they were met.
 */
public final class ColumnSlots {
  /** First slot of provider columns. */
  public static final int FIRST_EXTRA = FocusColumn.values().length + 1;

  private final Map<String, Integer> extraSlots = new HashMap<>();
  private final List<String> extraNames = new ArrayList<>();
  private final Map<String, ColumnReader> readers = new HashMap<>();
  private long[] weightsA = new long[0];
  private long[] weightsB = new long[0];

  /** Number of slots of a row that is read now. */
  public int size() {
    return FIRST_EXTRA + extraNames.size();
  }

  /** Name of a provider column by its slot. */
  public String extraName(int slot) {
    return extraNames.get(slot - FIRST_EXTRA);
  }

  /** The slot of a provider column, if any file has it. */
  Optional<Integer> findExtra(String name) {
    return Optional.ofNullable(extraSlots.get(name));
  }

  /**
   * Reads the cells of a column of FOCUS.
   *
   * @param rounds whether digits past the 18th are rounded instead of refused
   */
  public ColumnReader reader(FocusColumn column, boolean rounds) {
    return readers.computeIfAbsent(
        column.focusName() + rounds,
        key -> new ColumnReader(column.number(), column.focusName(), Optional.of(column), rounds));
  }

  /** Reads decimals of a column that is not stored, for what they say. */
  public ColumnReader decimalReader(String name, boolean rounds) {
    return new ColumnReader(0, name, Optional.of(FocusColumn.CONSUMED_QUANTITY), rounds);
  }

  /** Reads cells as texts of a provider column, which gets a slot if it has none. */
  public ColumnReader extraReader(String name) {
    int slot =
        extraSlots.computeIfAbsent(
            name,
            added -> {
              extraNames.add(added);
              return FIRST_EXTRA + extraNames.size() - 1;
            });
    return readers.computeIfAbsent(
        name, key -> new ColumnReader(slot, name, Optional.empty(), false));
  }

  /** Weights of the slots in the first half of a fingerprint. */
  long[] weightsA() {
    refreshWeights();
    return weightsA;
  }

  long[] weightsB() {
    refreshWeights();
    return weightsB;
  }

  private void refreshWeights() {
    if (weightsA.length == size()) {
      return;
    }
    weightsA = new long[size()];
    weightsB = new long[size()];
    for (int slot = 1; slot < size(); slot++) {
      String name =
          slot < FIRST_EXTRA ? FocusColumn.ofNumber(slot).focusName() : "extra " + extraName(slot);
      weightsA[slot] = Fingerprint.weight(name, 17);
      weightsB[slot] = Fingerprint.weight(name, 4_711);
    }
  }
}
