package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One record in FOCUS 1.4 terms: a cell or null for each slot. */
public final class FocusRow {
  private final long rowNo;
  private final @Nullable ColumnValue[] cells;
  private int bytes;
  private @Nullable BigDecimal control;
  private @Nullable BigDecimal effectiveControl;
  private int warnings;
  private boolean identified = true;
  private boolean named;
  private long nameA;
  private long nameB;
  private boolean toldElsewhere;

  FocusRow(long rowNo, int slots) {
    this.rowNo = rowNo;
    this.cells = new @Nullable ColumnValue[slots];
  }

  /** File index x 2^32 + record, from 1. */
  public long rowNo() {
    return rowNo;
  }

  /** Number of slots, see {@link ColumnSlots}. */
  public int slots() {
    return cells.length;
  }

  /** The cell of a slot, or null where the record has no value. */
  public @Nullable ColumnValue cell(int slot) {
    return slot < cells.length ? cells[slot] : null;
  }

  public @Nullable ColumnValue cell(FocusColumn column) {
    return cells[column.number()];
  }

  /** Bytes of the record's cells, for limits. */
  public int bytes() {
    return bytes;
  }

  /** Absent values that a bill should carry, and words outside the list of their column. */
  public int warnings() {
    return warnings;
  }

  /**
   * What the provider's own rule makes of the record that the row is the first one of; empty where
   * the records are charges themselves.
   */
  public Optional<BigDecimal> control() {
    return Optional.ofNullable(control);
  }

  void control(BigDecimal amount) {
    control = amount;
  }

  /**
   * What the provider's own rule makes of the record's amortised cost; empty where the record has
   * no part in it, or its format has no such rule.
   */
  public Optional<BigDecimal> effectiveControl() {
    return Optional.ofNullable(effectiveControl);
  }

  void effectiveControl(BigDecimal amount) {
    effectiveControl = amount;
  }

  /** Whether another record of the set tells the same money, so that this one is no charge. */
  public boolean toldElsewhere() {
    return toldElsewhere;
  }

  void tellElsewhere() {
    toldElsewhere = true;
  }

  /**
   * Whether a row of the same content is the same row told again. Records of a native bill that
   * carry no id may be equal and yet two.
   */
  public boolean identified() {
    return identified;
  }

  void identified(boolean known) {
    identified = known;
  }

  /** The record's own id: a row of the same id is the same row, whatever else it says. */
  void identity(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    named = true;
    nameA = Fingerprint.hashA(bytes);
    nameB = Fingerprint.hashB(bytes);
  }

  void set(int slot, @Nullable ColumnValue cell) {
    cells[slot] = cell;
  }

  void count(int addedBytes, int addedWarnings) {
    bytes += addedBytes;
    warnings += addedWarnings;
  }

  /**
   * First half of the fingerprint of the id, or where the row has none of its own of the content,
   * the same in any order of columns.
   */
  public long printA(ColumnSlots slots) {
    if (named) {
      return nameA;
    }
    long[] weights = slots.weightsA();
    long print = 0;
    for (int slot = 1; slot < cells.length; slot++) {
      ColumnValue cell = cells[slot];
      if (cell != null) {
        print += cell.printA() * weights[slot];
      }
    }
    return print;
  }

  /** Second half of the fingerprint. */
  public long printB(ColumnSlots slots) {
    if (named) {
      return nameB;
    }
    long[] weights = slots.weightsB();
    long print = 0;
    for (int slot = 1; slot < cells.length; slot++) {
      ColumnValue cell = cells[slot];
      if (cell != null) {
        print += cell.printB() * weights[slot];
      }
    }
    return print;
  }
}
