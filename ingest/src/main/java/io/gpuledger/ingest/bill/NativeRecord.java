package io.gpuledger.ingest.bill;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ColumnReader;
import io.gpuledger.ingest.focus.ColumnSlots;
import io.gpuledger.ingest.focus.ColumnValue;
import io.gpuledger.ingest.focus.FocusLimits;
import io.gpuledger.ingest.focus.RawRecord;
import io.gpuledger.ingest.focus.RowAssembler;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The record of a native bill that is being read, by the positions of its columns. A column that
 * the file lacks ({@link NativeColumns#NONE}) is empty in every record. What cannot be read is
 * noted, and the record is refused.
 */
public final class NativeRecord {
  private final RowAssembler rows;
  private final RowAssembler.Place[] places;
  private final boolean[] rounds;
  private final @Nullable ColumnReader[] decimals;
  private final @Nullable ColumnReader[] facts;
  private final ColumnSlots slots;
  private @Nullable RawRecord raw;

  NativeRecord(
      NativeColumns columns,
      ColumnSlots slots,
      RowAssembler rows,
      BitSet floats,
      boolean computedFloats) {
    this.slots = slots;
    this.rows = rows;
    this.places = new RowAssembler.Place[columns.size()];
    this.rounds = new boolean[columns.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = new RowAssembler.Place(i + 1, columns.name(i));
      rounds[i] = computedFloats || floats.get(i);
    }
    this.decimals = new @Nullable ColumnReader[columns.size()];
    this.facts = new @Nullable ColumnReader[columns.size()];
  }

  void at(RawRecord next) {
    raw = next;
  }

  /** File index x 2^32 + record, from 1: the same however often the set is read. */
  public long number() {
    return rows.recordNo();
  }

  /** The text of a cell, empty where it has none, or says that it has none. */
  public String text(int field) {
    RawRecord record = selected(field);
    return record == null
        ? ""
        : new String(
            record.bytes(), record.start(), record.end() - record.start(), StandardCharsets.UTF_8);
  }

  /** The first text of these cells that is not empty, else the empty text. */
  public String firstText(int... fields) {
    for (int field : fields) {
      String text = text(field);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /** Whether a cell has a value. */
  public boolean has(int field) {
    return selected(field) != null;
  }

  /** The first of these positions whose cell has a text, or {@link NativeColumns#NONE}. */
  public int first(int... fields) {
    for (int field : fields) {
      if (has(field)) {
        return field;
      }
    }
    return NativeColumns.NONE;
  }

  /** The exact number in a cell; empty where it has none, or none that can be read. */
  public Optional<BigDecimal> decimal(int field) {
    RawRecord record = selected(field);
    if (record == null) {
      return Optional.empty();
    }
    ColumnReader reader = decimals[field];
    if (reader == null) {
      reader = slots.decimalReader(places[field].field(), rounds[field]);
      decimals[field] = reader;
    }
    ColumnValue cell =
        rows.read(reader, places[field], record.bytes(), record.start(), record.end());
    return cell == null ? Optional.empty() : Optional.of(cell.exact());
  }

  /**
   * A number that bears no invoiced amount, HALF_EVEN at 18 digits after the point. The record is
   * not refused for it: it is empty where the cell has no number.
   */
  public Optional<BigDecimal> fact(int field) {
    RawRecord record = selected(field);
    if (record == null) {
      return Optional.empty();
    }
    ColumnReader reader = facts[field];
    if (reader == null) {
      reader = slots.decimalReader(places[field].field(), true);
      facts[field] = reader;
    }
    return reader.number(record.bytes(), record.start(), record.end()).map(NativeRecord::rounded);
  }

  /** A number with at most 18 digits after the point, HALF_EVEN. */
  public static BigDecimal rounded(BigDecimal number) {
    return number.scale() <= Amount.SCALE
        ? number
        : number.setScale(Amount.SCALE, Rounding.READ.mode());
  }

  /** The number in a cell, zero where it has none. */
  public BigDecimal decimalOrZero(int field) {
    return decimal(field).orElse(BigDecimal.ZERO);
  }

  RowAssembler.Place place(int field) {
    return places[field];
  }

  boolean rounds(int field) {
    return rounds[field];
  }

  /** The record with this cell selected; null where it has no value or cannot be read. */
  @Nullable RawRecord selected(int field) {
    RawRecord record = raw;
    if (field == NativeColumns.NONE || record == null) {
      return null;
    }
    String fault = record.select(field);
    if (!fault.isEmpty()) {
      ProblemCode code =
          fault.contains(String.valueOf(FocusLimits.MAX_FIELD_BYTES))
              ? ProblemCode.FIELD_TOO_LONG
              : ProblemCode.NOT_ALLOWED_VALUE;
      rows.fault(code, field + 1, places[field].field(), fault);
      return null;
    }
    return ColumnReader.isNull(record.bytes(), record.start(), record.end()) ? null : record;
  }
}
