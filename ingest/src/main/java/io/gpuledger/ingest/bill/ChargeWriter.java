package io.gpuledger.ingest.bill;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.ColumnReader;
import io.gpuledger.ingest.focus.ColumnSlots;
import io.gpuledger.ingest.focus.ColumnValue;
import io.gpuledger.ingest.focus.RawRecord;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.focus.RowAssembler;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The charge that is being made of a record, column by column. */
public final class ChargeWriter {
  private final NativeRecord record;
  private final RowAssembler rows;
  private final ColumnSlots slots;
  private final boolean rounds;
  private final @Nullable ColumnReader[] exact;
  private final @Nullable ColumnReader[] rounding;
  private final int[] keptFields;
  private final ColumnReader[] keptReaders;
  private final Map<String, ColumnReader> added = new HashMap<>();

  /**
   * A writer for one file.
   *
   * @param rounds whether digits past the 18th of what is computed are rounded
   */
  ChargeWriter(
      NativeRecord record,
      RowAssembler rows,
      ColumnSlots slots,
      boolean rounds,
      Map<Integer, String> kept,
      Set<String> addedNames) {
    this.record = record;
    this.rows = rows;
    this.slots = slots;
    this.rounds = rounds;
    this.exact = new @Nullable ColumnReader[FocusColumn.values().length + 1];
    this.rounding = new @Nullable ColumnReader[FocusColumn.values().length + 1];
    this.keptFields = kept.keySet().stream().sorted().mapToInt(Integer::intValue).toArray();
    this.keptReaders = new ColumnReader[keptFields.length];
    for (int i = 0; i < keptFields.length; i++) {
      keptReaders[i] = slots.extraReader(kept.getOrDefault(keptFields[i], ""));
    }
    addedNames.forEach(name -> added.put(name, slots.extraReader(name)));
  }

  /** Takes a cell over as it stands; an empty one leaves the column without a value. */
  public void copy(FocusColumn column, int field) {
    RawRecord cell = record.selected(field);
    if (cell != null) {
      rows.set(
          reader(column, record.rounds(field)),
          record.place(field),
          cell.bytes(),
          cell.start(),
          cell.end());
    }
  }

  /** Sets a column to a text; an empty one leaves it without a value. */
  public void put(FocusColumn column, String text) {
    put(reader(column, rounds), new RowAssembler.Place(0, column.focusName()), text);
  }

  /** Sets a column to a text that a cell of the file told. */
  public void put(FocusColumn column, int field, String text) {
    put(reader(column, record.rounds(field)), record.place(field), text);
  }

  /**
   * Sets a cost or quantity to a number that a cell told, times a factor.
   *
   * @return what was set, before rounding; empty where the text is no number, which is now noted
   */
  public Optional<BigDecimal> put(FocusColumn column, int field, String number, BigDecimal factor) {
    ColumnReader reader = reader(column, record.rounds(field));
    byte[] bytes = number.getBytes(StandardCharsets.UTF_8);
    ColumnValue read = rows.read(reader, record.place(field), bytes, 0, bytes.length);
    if (read == null) {
      return Optional.empty();
    }
    BigDecimal product = read.exact().multiply(factor);
    if (factor.compareTo(BigDecimal.ONE) == 0) {
      put(reader, record.place(field), number);
    } else {
      rows.set(reader, record.place(field), product);
    }
    return Optional.of(product);
  }

  /** Sets a cost or quantity that was computed from several cells. */
  public void put(FocusColumn column, BigDecimal number) {
    rows.set(reader(column, rounds), new RowAssembler.Place(0, column.focusName()), number);
  }

  /**
   * Sets a cost or quantity to a product, such as price x quantity: digits past the 18th are
   * rounded whatever the source says of its own numbers.
   */
  public void product(FocusColumn column, BigDecimal number) {
    rows.set(reader(column, true), new RowAssembler.Place(0, column.focusName()), number);
  }

  /** Sets a time. */
  public void put(FocusColumn column, Instant time) {
    put(column, time.toString());
  }

  /** Sets a provider column that the mapper announced. */
  public void extra(String name, String text) {
    ColumnReader reader = added.get(name);
    if (reader == null) {
      throw new IllegalArgumentException(name + " was not announced");
    }
    put(reader, new RowAssembler.Place(0, name), text);
  }

  /** Notes a cell that cannot be read by the rules of the format. */
  public void fault(ProblemCode code, int field, String message) {
    RowAssembler.Place place = record.place(field);
    rows.fault(code, place.position(), place.field(), message);
  }

  /** Tells of what is odd about the file, from this record on. */
  public void noted(ReadNote.Kind kind, String message) {
    rows.noted(kind, message);
  }

  /** Says what the provider's own rule makes of the record, to be compared with its charges. */
  public void control(BigDecimal amount) {
    rows.control(amount);
  }

  /** The same of the amortised cost, for formats with a view of it that has its own sum. */
  public void effectiveControl(BigDecimal amount) {
    rows.effectiveControl(amount);
  }

  /**
   * Says that another record of the set tells the same money: the record is read and counted as
   * repeated, and is no charge.
   */
  public void toldElsewhere() {
    rows.toldElsewhere();
  }

  /** Says that the record has no id, so that one of the same content is another record. */
  public void unidentified() {
    rows.unidentified();
  }

  /**
   * Says which record it is: a record of the same id is this one told again, whatever else it says,
   * and counts as repeated.
   */
  public void identity(String id) {
    rows.identity(id);
  }

  /** Ends this charge and begins another one of the same record. */
  public void another() {
    keep();
    rows.another();
  }

  /** Sets the provider columns that every charge of the record carries. */
  void keep() {
    for (int i = 0; i < keptFields.length; i++) {
      RawRecord cell = record.selected(keptFields[i]);
      if (cell != null) {
        rows.set(
            keptReaders[i], record.place(keptFields[i]), cell.bytes(), cell.start(), cell.end());
      }
    }
  }

  private void put(ColumnReader reader, RowAssembler.Place place, String text) {
    rows.set(reader, place, text);
  }

  private ColumnReader reader(FocusColumn column, boolean rounded) {
    @Nullable ColumnReader[] readers = rounded ? rounding : exact;
    ColumnReader reader = readers[column.number()];
    if (reader == null) {
      reader = slots.reader(column, rounded);
      readers[column.number()] = reader;
    }
    return reader;
  }
}
