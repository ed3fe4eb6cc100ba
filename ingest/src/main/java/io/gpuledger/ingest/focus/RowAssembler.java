package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds rows of one file from cells: reads each, up-converts to FOCUS 1.4, checks what a charge
 * must carry, and hands the row on as accepted or refused with its first fault.
 */
final class RowAssembler {
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

  private long record;
  private long line;
  private FocusRow row;
  private int faults;
  private @Nullable Fault first;

  private record Fault(ProblemCode code, int column, String field, String message) {}

  /**
   * For one file, after its header was read.
   *
   * @param fileIndex position of the file in the set, from 0
   */
  RowAssembler(String file, int fileIndex, ColumnSlots slots, RowHandler handler) {
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
  void begin(long atLine) {
    record++;
    line = atLine;
    row = new FocusRow(firstRowNo + record, slots.size());
    faults = 0;
    first = null;
  }

  /** Reads one cell; {@code position} is the field's place in the record, from 1. */
  void set(ColumnReader reader, int position, byte[] bytes, int from, int to) {
    ColumnValue cell = reader.read(bytes, from, to);
    if (cell == null) {
      return;
    }
    ColumnValue.Fault fault = cell.fault;
    if (fault != null) {
      fault(fault.code(), position, reader.name, fault.message());
      return;
    }
    row.set(reader.slot, cell);
    row.count(to - from, cell.unusual() ? 1 : 0);
  }

  void fault(ProblemCode code, int position, String field, String message) {
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

  boolean faulty() {
    return first != null;
  }

  /** Ends the record; the raw text is asked for only where it is refused. */
  void end(Supplier<String> rawText) {
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
      refuse(rawText.get());
      return;
    }
    int absent = 0;
    for (FocusColumn column : EXPECTED) {
      absent += row.cell(column) == null ? 1 : 0;
    }
    row.count(0, absent);
    accelerators.mark(row);
    handler.accepted(row);
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
            row.rowNo(),
            new Problem(
                fault.code(),
                new Location(file, line, fault.column()),
                fault.field(),
                fault.message() + more,
                rawText),
            Optional.of(row)));
  }

  /** The record at which reading had to end. */
  void refuseRest(long atLine, ProblemCode code, String message) {
    begin(atLine);
    handler.refused(
        new RefusedRow(
            row.rowNo(),
            new Problem(code, new Location(file, atLine, 0), "", message, ""),
            Optional.empty()));
  }
}
