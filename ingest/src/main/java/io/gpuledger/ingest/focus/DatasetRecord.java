package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The record that a tokenizer stands on, cell by cell. Cells are read by the rules of a bill; the
 * first one that cannot be read ends the record with a {@link FaultException}.
 */
final class DatasetRecord {
  /** What a cell holds; the column of a bill that is read in the same way. */
  enum Kind {
    TEXT(Optional.empty()),
    COST(Optional.of(FocusColumn.BILLED_COST)),
    QUANTITY(Optional.of(FocusColumn.CONSUMED_QUANTITY)),
    TIME(Optional.of(FocusColumn.BILLING_PERIOD_START)),
    CURRENCY(Optional.of(FocusColumn.BILLING_CURRENCY)),
    CATEGORY(Optional.of(FocusColumn.CHARGE_CATEGORY)),
    JSON(Optional.of(FocusColumn.SKU_PRICE_DETAILS));

    private final Optional<FocusColumn> like;

    Kind(Optional<FocusColumn> like) {
      this.like = like;
    }
  }

  private final CsvTokenizer csv;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, ColumnReader> readers = new HashMap<>();

  /**
   * Records of a file.
   *
   * @param names of its columns, in order; the first of two equal names counts
   */
  DatasetRecord(CsvTokenizer csv, List<String> names) {
    this.csv = csv;
    for (int i = 0; i < names.size(); i++) {
      positions.putIfAbsent(FocusHeader.normalised(names.get(i)), i);
    }
  }

  /** The text of a cell, or empty where the record carries none. */
  Optional<String> text(String column) {
    return value(column, Kind.TEXT).map(ColumnValue::text);
  }

  String requiredText(String column) {
    return text(column).orElseThrow(() -> missing(column));
  }

  /** A text of one of the kinds that hold texts. */
  Optional<String> text(String column, Kind kind) {
    return value(column, kind).map(ColumnValue::text);
  }

  String requiredCurrency(String column) {
    return text(column, Kind.CURRENCY).orElseThrow(() -> missing(column));
  }

  Optional<Amount> decimal(String column, Kind kind) {
    return value(column, kind).map(cell -> Amount.ofUnscaled(cell.unscaled()));
  }

  Amount requiredCost(String column) {
    return decimal(column, Kind.COST).orElseThrow(() -> missing(column));
  }

  Optional<Instant> time(String column) {
    return value(column, Kind.TIME).map(cell -> Instant.EPOCH.plus(cell.low(), ChronoUnit.MICROS));
  }

  /** A period; both of its ends are required. */
  TimeRange range(String startColumn, String endColumn) {
    Instant start = time(startColumn).orElseThrow(() -> missing(startColumn));
    Instant end = time(endColumn).orElseThrow(() -> missing(endColumn));
    if (!start.isBefore(end)) {
      throw fault(
          ProblemCode.PERIOD_NOT_POSITIVE,
          endColumn,
          endColumn + " " + end + " is not after " + startColumn + " " + start);
    }
    return new TimeRange(start, end);
  }

  /** A fault of a cell, at its place. */
  FaultException fault(ProblemCode code, String column, String message) {
    Integer position = positions.get(FocusHeader.normalised(column));
    return new FaultException(code, position == null ? 0 : position + 1, column, message);
  }

  private FaultException missing(String column) {
    return fault(ProblemCode.MISSING_VALUE, column, column + " is empty");
  }

  private Optional<ColumnValue> value(String column, Kind kind) {
    Integer position = positions.get(FocusHeader.normalised(column));
    if (position == null || position >= csv.fields()) {
      return Optional.empty();
    }
    ColumnReader reader =
        readers.computeIfAbsent(
            column + ' ' + kind, key -> new ColumnReader(0, column, kind.like, false));
    ColumnValue cell =
        csv.escaped(position)
            ? reader.read(csv.scratch(), 0, csv.unescaped(position))
            : reader.read(csv.bytes(), csv.start(position), csv.end(position));
    if (cell == null) {
      return Optional.empty();
    }
    ColumnValue.Fault unreadable = cell.fault;
    if (unreadable != null) {
      throw new FaultException(unreadable.code(), position + 1, column, unreadable.message());
    }
    return Optional.of(cell);
  }

  /** The names of a header. */
  static List<String> names(CsvTokenizer csv) {
    List<String> names = new java.util.ArrayList<>();
    for (int i = 0; i < csv.fields(); i++) {
      names.add(
          csv.escaped(i)
              ? new String(csv.scratch(), 0, csv.unescaped(i), StandardCharsets.UTF_8)
              : new String(
                  csv.bytes(), csv.start(i), csv.end(i) - csv.start(i), StandardCharsets.UTF_8));
    }
    return List.copyOf(names);
  }

  /** A record that cannot be read. Thrown per bad row, so it carries no stack. */
  static final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    final ProblemCode code;
    final int column;
    final String field;

    FaultException(ProblemCode code, int column, String field, String message) {
      super(message, null, false, false);
      this.code = code;
      this.column = column;
      this.field = field;
    }
  }
}
