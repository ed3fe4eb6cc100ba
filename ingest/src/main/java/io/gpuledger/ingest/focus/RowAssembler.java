package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds rows of one file from cells: reads each, up-converts to FOCUS 1.4, checks what a charge
 * must carry, and hands the row on as accepted or refused with its first fault.
 *
 * <p>A record may give several rows. It is accepted or refused as a whole.
 */
public final class RowAssembler {
  /** Most rows of one record. */
  public static final int MAX_PARTS = 16;

  /** A row's number is its record's, and above it the row's position in the record. */
  private static final int PART_SHIFT = 28;

  /** Most records of a file whose records may give several rows. */
  public static final long MAX_RECORDS = (1L << PART_SHIFT) - 1;

  /** What a number counts for in limits on bytes, which stands in no file. */
  private static final int NUMBER_BYTES = 20;

  private static final FocusColumn[] REQUIRED =
      java.util.stream.Stream.of(FocusColumn.values())
          .filter(FocusColumn::required)
          .toArray(FocusColumn[]::new);

  /** Columns whose absence in a row is a warning: FOCUS makes them mandatory and not null. */
  private static final FocusColumn[] EXPECTED = {
    FocusColumn.EFFECTIVE_COST,
    FocusColumn.LIST_COST,
    FocusColumn.CONTRACTED_COST,
    FocusColumn.CHARGE_CATEGORY,
    FocusColumn.SERVICE_CATEGORY,
    FocusColumn.SERVICE_NAME,
    FocusColumn.SERVICE_PROVIDER_NAME,
    FocusColumn.INVOICE_ISSUER_NAME
  };

  private final String file;
  private final long firstRowNo;
  private final ColumnSlots slots;
  private final RowHandler handler;
  private final AcceleratorRecogniser accelerators;
  private final int providerSlot;
  private final int subcategorySlot;
  private final ColumnValue usedStatus;
  private final ColumnValue unusedStatus;

  private final List<FocusRow> parts = new ArrayList<>();

  private long record;
  private long line;
  private FocusRow row;
  private int faults;
  private boolean identified;
  private String identity = "";
  private @Nullable Fault first;

  /**
   * Where a cell stands in a record.
   *
   * @param position from 1, 0 for what is computed from several cells
   * @param field the column's name as it is shown with a fault
   */
  public record Place(int position, String field) {}

  private record Fault(ProblemCode code, int column, String field, String message) {}

  /**
   * For one file, after its header was read and its provider columns have their slots.
   *
   * @param fileIndex position of the file in the set, from 0
   */
  public RowAssembler(String file, int fileIndex, ColumnSlots slots, RowHandler handler) {
    this.file = file;
    this.firstRowNo = (long) fileIndex << 32;
    this.slots = slots;
    this.handler = handler;
    this.accelerators = new AcceleratorRecogniser(slots);
    this.providerSlot = slots.findExtra("x_ProviderName").orElse(0);
    this.subcategorySlot = slots.findExtra("x_ChargeSubcategory").orElse(0);
    ColumnReader status = slots.reader(FocusColumn.COMMITMENT_DISCOUNT_STATUS, false);
    this.usedStatus = cell(status, "Used");
    this.unusedStatus = cell(status, "Unused");
    this.row = new FocusRow(firstRowNo, slots.size());
  }

  private static ColumnValue cell(ColumnReader reader, String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return java.util.Objects.requireNonNull(reader.read(bytes, 0, bytes.length));
  }

  /** Starts the next record, at a line (record number where a format has no lines). */
  public void begin(long atLine) {
    record++;
    line = atLine;
    parts.clear();
    row = new FocusRow(firstRowNo + record, slots.size());
    faults = 0;
    identified = true;
    identity = "";
    first = null;
  }

  /** Reads one cell; {@code position} is the field's place in the record, from 1. */
  void set(ColumnReader reader, int position, byte[] bytes, int from, int to) {
    set(reader, new Place(position, reader.name), bytes, from, to);
  }

  /** Reads one cell that stands under another name in the file. */
  public void set(ColumnReader reader, Place place, byte[] bytes, int from, int to) {
    ColumnValue cell = read(reader, place, bytes, from, to);
    if (cell != null) {
      row.set(reader.slot, cell);
      row.count(to - from, cell.unusual() ? 1 : 0);
    }
  }

  /** Sets a cell to a text that stands under no name in the file, or under this one. */
  public void set(ColumnReader reader, Place place, String text) {
    ColumnValue cell = unlessFault(reader.read(text), place);
    if (cell != null) {
      row.set(reader.slot, cell);
      row.count(text.length(), cell.unusual() ? 1 : 0);
    }
  }

  /** Sets a cell to a number, as if its plain text were read. */
  public void set(ColumnReader reader, Place place, BigDecimal number) {
    ColumnValue cell = unlessFault(reader.read(number), place);
    if (cell != null) {
      row.set(reader.slot, cell);
      row.count(NUMBER_BYTES, 0);
    }
  }

  /** Reads a cell for what it says only; null where it says nothing, or at a fault, now noted. */
  public @Nullable ColumnValue read(
      ColumnReader reader, Place place, byte[] bytes, int from, int to) {
    return unlessFault(reader.read(bytes, from, to), place);
  }

  private @Nullable ColumnValue unlessFault(@Nullable ColumnValue cell, Place place) {
    ColumnValue.Fault fault = cell == null ? null : cell.fault;
    if (fault != null) {
      fault(fault.code(), place.position(), place.field(), fault.message());
      return null;
    }
    return cell;
  }

  /** What the provider's own rule makes of the record, to be compared with its charges. */
  public void control(BigDecimal amount) {
    (parts.isEmpty() ? row : parts.get(0)).control(amount);
  }

  /** What the provider's own rule makes of the record's amortised cost. */
  public void effectiveControl(BigDecimal amount) {
    (parts.isEmpty() ? row : parts.get(0)).effectiveControl(amount);
  }

  /** Says that another record of the set tells the same money, so that this row is no charge. */
  public void toldElsewhere() {
    row.tellElsewhere();
  }

  /** Says that the record has no id, so that one of the same content is another record. */
  public void unidentified() {
    identified = false;
  }

  /**
   * Says which record it is: one of the same id is the same record told again, whatever else it
   * says.
   */
  public void identity(String id) {
    identity = id;
  }

  /** Ends this row and starts another one of the same record. */
  public void another() {
    if (parts.size() == MAX_PARTS - 1) {
      throw new IllegalStateException("a record gives at most " + MAX_PARTS + " rows");
    }
    check();
    parts.add(row);
    row = new FocusRow(firstRowNo + ((long) parts.size() << PART_SHIFT) + record, slots.size());
  }

  /** Tells of what is odd about the file that is read all the same. */
  public void noted(ReadNote.Kind kind, String message) {
    handler.noted(new ReadNote(kind, new Location(file, line, 0), message));
  }

  /** Notes what is wrong with the record; the first fault of a record is told. */
  public void fault(ProblemCode code, int position, String field, String message) {
    faults++;
    if (first == null) {
      first = new Fault(code, position, field, message);
    }
  }

  /** Starts the same record again. */
  void again() {
    record--;
    begin(line);
  }

  public boolean faulty() {
    return first != null;
  }

  /** Whether {@link #end} would accept the record, which is then to be begun anew. */
  public boolean wouldLoad() {
    check();
    return first == null;
  }

  /** Ends the record; the raw text is asked for only where it is refused. */
  public void end(Supplier<String> rawText) {
    check();
    if (first != null) {
      refuse(rawText.get());
      return;
    }
    parts.add(row);
    for (FocusRow part : parts) {
      part.identified(identified);
      if (!identity.isEmpty()) {
        part.identity(identity + '\n' + (part.rowNo() >>> PART_SHIFT & (MAX_PARTS - 1)));
      }
      handler.accepted(part);
    }
  }

  /** Ends a record that bears no charge by its nature, such as a list price. */
  public void endWithoutCharge(Supplier<String> rawText) {
    if (first != null) {
      refuse(rawText.get());
    }
  }

  /** The number of the record, which its first row has too. */
  public long recordNo() {
    return firstRowNo + record;
  }

  private void check() {
    upConvert();
    for (FocusColumn column : REQUIRED) {
      if (row.cell(column) == null && faults == 0) {
        fault(
            ProblemCode.MISSING_VALUE,
            0,
            column.focusName(),
            column.focusName() + " is empty; a charge cannot be booked without it");
      }
    }
    if (first == null) {
      requirePeriod(FocusColumn.BILLING_PERIOD_START, FocusColumn.BILLING_PERIOD_END);
      requirePeriod(FocusColumn.CHARGE_PERIOD_START, FocusColumn.CHARGE_PERIOD_END);
    }
    if (first != null) {
      return;
    }
    int absent = 0;
    for (FocusColumn column : EXPECTED) {
      absent += row.cell(column) == null ? 1 : 0;
    }
    row.count(0, absent);
    accelerators.mark(row);
  }

  private void upConvert() {
    if (providerSlot != 0 && row.cell(FocusColumn.SERVICE_PROVIDER_NAME) == null) {
      row.set(FocusColumn.SERVICE_PROVIDER_NAME.number(), row.cell(providerSlot));
    }
    if (subcategorySlot != 0 && row.cell(FocusColumn.COMMITMENT_DISCOUNT_STATUS) == null) {
      ColumnValue subcategory = row.cell(subcategorySlot);
      String text = subcategory == null ? "" : subcategory.text();
      if (text.equalsIgnoreCase("Used Commitment")) {
        row.set(FocusColumn.COMMITMENT_DISCOUNT_STATUS.number(), usedStatus);
      } else if (text.equalsIgnoreCase("Unused Commitment")) {
        row.set(FocusColumn.COMMITMENT_DISCOUNT_STATUS.number(), unusedStatus);
      }
    }
  }

  private void requirePeriod(FocusColumn start, FocusColumn end) {
    ColumnValue from = row.cell(start);
    ColumnValue to = row.cell(end);
    if (from != null && to != null && from.low() >= to.low()) {
      fault(
          ProblemCode.PERIOD_NOT_POSITIVE,
          0,
          start.focusName(),
          start.focusName()
              + " "
              + Shown.quoted(from.raw)
              + " is not before "
              + end.focusName()
              + " "
              + Shown.quoted(to.raw));
    }
  }

  private void refuse(String rawText) {
    Fault fault = java.util.Objects.requireNonNull(first);
    String more =
        faults > 1 ? "; and " + (faults - 1) + (faults == 2 ? " more fault" : " more faults") : "";
    handler.refused(
        new RefusedRow(
            firstRowNo + record,
            new Problem(
                fault.code(),
                new Location(file, line, fault.column()),
                fault.field(),
                fault.message() + more,
                rawText),
            Optional.of(parts.isEmpty() ? row : parts.get(0))));
  }

  /** A record of which nothing can be read. */
  public void refuse(Problem problem) {
    begin(problem.location().line());
    handler.refused(new RefusedRow(row.rowNo(), problem, Optional.empty()));
  }

  /** The record at which reading had to end. */
  public void refuseRest(long atLine, ProblemCode code, String message) {
    begin(atLine);
    handler.refused(
        new RefusedRow(
            row.rowNo(),
            new Problem(code, new Location(file, atLine, 0), "", message, ""),
            Optional.empty()));
  }
}
