package io.gpuledger.dashboard.query;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.export.LineField;
import io.gpuledger.ingest.focus.FocusVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The question for the ledger as FOCUS rows: those of the lines on some days.
 *
 * @param range whole UTC days of usage
 * @param version release of FOCUS
 * @param source only lines of a source
 */
public record FocusExportQuery(TimeRange range, FocusVersion version, Optional<String> source) {
  private static final String CHARGES = "charges_as_of";
  private static final String LINES = "allocation_lines_as_of";
  private static final List<String> COSTS =
      List.of("billed_cost", "effective_cost", "list_cost", "contracted_cost");

  /** Some charges that are read together. */
  sealed interface Chunk {
    /** All charges of some deliveries. */
    record Whole(List<String> deliveries) implements Chunk {
      public Whole {
        deliveries = List.copyOf(deliveries);
      }
    }

    /** The charges of a delivery from one row to another, both included. */
    record Rows(String delivery, long first, long last) implements Chunk {}
  }

  /** What is wrong with the question; empty if nothing is. */
  public List<String> faults() {
    return CostQuery.dayFaults(range);
  }

  /** Rows: currency, the four costs, lines without the last three of them; of daily sums. */
  BoundSql sums(Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter().add("SELECT toString(currency) AS c");
    for (String cost : COSTS) {
      out.add(", ifNull(sum(toDecimal256(" + cost + ", 18)), toDecimal256(0, 18))");
    }
    for (CostQuery.Metric metric :
        List.of(CostQuery.Metric.EFFECTIVE, CostQuery.Metric.LIST, CostQuery.Metric.CONTRACTED)) {
      out.add(", " + CostTable.DAILY.linesWithout(metric));
    }
    SnapshotSql.from(out, CostTable.DAILY.view(), snapshot).add(" WHERE ");
    lines(out, scope);
    return out.add(" GROUP BY c ORDER BY c").build();
  }

  /** Rows: currency, lines. */
  BoundSql counts(Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter().add("SELECT toString(currency) AS c, count()");
    SnapshotSql.from(out, LINES, snapshot).add(" WHERE ");
    lines(out, scope);
    return out.add(" GROUP BY c ORDER BY c").build();
  }

  /** One row: for each column of a charge whether a charge carries it, then the extra names. */
  BoundSql shape(Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter().add("SELECT ");
    for (FocusColumn column : FocusColumn.values()) {
      boolean map = column.kind() == FocusColumn.Kind.KEY_VALUES;
      out.add("countIf(" + (map ? "notEmpty(" : "isNotNull(") + column.columnName() + ")) > 0, ");
    }
    out.add("arrayStringConcat(arraySort(groupUniqArrayArray(mapKeys(x_extra))), '\\n')");
    SnapshotSql.from(out, CHARGES, snapshot).add(" WHERE ");
    charges(out, snapshot, scope, Optional.empty());
    return out.build();
  }

  /**
   * Rows: delivery, first and last row, charges, first and last microsecond; by file, and in a file
   * by the place of charges in their records, so that the numbers of one row lie close together.
   */
  BoundSql plan(Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT delivery_id, min(row_no), max(row_no), count(),")
        .add(" toUnixTimestamp64Micro(min(charge_period_start)),")
        .add(" toUnixTimestamp64Micro(max(charge_period_end)), bitShiftRight(row_no, 28) AS file");
    SnapshotSql.from(out, CHARGES, snapshot).add(" WHERE ");
    charges(out, snapshot, scope, Optional.empty());
    return out.add(" GROUP BY delivery_id, file ORDER BY delivery_id, file").build();
  }

  /** Rows: cell version, policy version. */
  BoundSql policies(Snapshot snapshot) {
    SqlWriter out = new SqlWriter().add("SELECT toString(cell_version), policy_version");
    SnapshotSql.from(out, "allocation_cells_as_of", snapshot).add(" WHERE ");
    days(out, range);
    return out.build();
  }

  /**
   * The charges of a chunk, by delivery and row: delivery, row, each column in the order of {@link
   * FocusColumn} (key-values as maps, times in microseconds), the extra columns as a map.
   */
  BoundSql chargesOf(Chunk chunk, Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter().add("SELECT delivery_id, toString(row_no), ");
    for (FocusColumn column : FocusColumn.values()) {
      boolean map = column.kind() == FocusColumn.Kind.KEY_VALUES;
      out.add((map ? column.columnName() : text(column)) + ", ");
    }
    out.add("x_extra");
    SnapshotSql.from(out, CHARGES, snapshot).add(" WHERE ");
    charges(out, snapshot, scope, Optional.of(chunk));
    return out.add(" ORDER BY delivery_id, row_no").build();
  }

  /**
   * All lines of the charges of a chunk, also those of other days and teams: a charge can only be
   * divided among all of them. What belongs to a team out of scope is blank.
   *
   * @param days on which the charges of the chunk have lines
   */
  BoundSql linesOf(Chunk chunk, TimeRange days, Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT delivery_id, toString(row_no), toString(toUInt8(");
    lines(out, scope);
    out.add(") AS exported), toString(toUnixTimestamp64Micro(usage_start)),")
        .add(" toString(toUnixTimestamp64Micro(usage_end)), toString(cell_version),")
        .add(" toString(device_nanos)");
    for (String cost : COSTS) {
      out.add(", toString(" + cost + ")");
    }
    for (String column : lineColumns()) {
      out.add(", if(exported = 1, toString(" + column + "), '')");
    }
    SnapshotSql.from(out, LINES, snapshot).add(" WHERE ");
    days(out, days);
    out.add(" AND ");
    chunk(out, chunk);
    out.add(" AND (delivery_id, row_no) IN (SELECT delivery_id, row_no");
    SnapshotSql.from(out, CHARGES, snapshot).add(" WHERE ");
    charges(out, snapshot, scope, Optional.of(chunk));
    return out.add(") ORDER BY delivery_id, row_no, day, line_no").build();
  }

  /** The columns of a line that are texts, in the order of {@link #linesOf}. */
  static List<String> lineColumns() {
    List<String> columns = new ArrayList<>();
    for (LineField field : LineField.values()) {
      columns.add(field.columnName());
    }
    columns.add("device_model");
    return columns;
  }

  private static String text(FocusColumn column) {
    return switch (column.kind()) {
      case KEY_VALUES -> column.columnName();
      case TIME -> "toString(toUnixTimestamp64Micro(" + column.columnName() + "))";
      case TEXT, NAME, JSON, COST, QUANTITY -> "ifNull(toString(" + column.columnName() + "), '')";
    };
  }

  /** The lines of the question. */
  private void lines(SqlWriter out, AccessScope scope) {
    days(out, range);
    out.add(" AND " + BasisSql.FROM_BILL);
    source.ifPresent(wanted -> out.add(" AND source = ").bind("String", wanted));
    ScopeSql.write(scope, out);
  }

  /** The charges that have such a line; without a confined scope those that touch the days. */
  private void charges(SqlWriter out, Snapshot snapshot, AccessScope scope, Optional<Chunk> of) {
    out.add("charge_period_start < ").bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range.end()));
    out.add(" AND charge_period_end > ")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range.start()));
    source.ifPresent(wanted -> out.add(" AND source = ").bind("String", wanted));
    of.ifPresent(
        chunk -> {
          out.add(" AND ");
          chunk(out, chunk);
        });
    if (!scope.allTeams()) {
      out.add(" AND (delivery_id, row_no) IN (SELECT delivery_id, row_no");
      SnapshotSql.from(out, LINES, snapshot).add(" WHERE ");
      lines(out, scope);
      of.ifPresent(
          chunk -> {
            out.add(" AND ");
            chunk(out, chunk);
          });
      out.add(")");
    }
  }

  private static void chunk(SqlWriter out, Chunk chunk) {
    if (chunk instanceof Chunk.Whole whole) {
      out.add("delivery_id IN ").bindAll(whole.deliveries());
    } else if (chunk instanceof Chunk.Rows rows) {
      out.add("delivery_id = ").bind("String", rows.delivery());
      out.add(" AND row_no >= ").bind("UInt64", Long.toUnsignedString(rows.first()));
      out.add(" AND row_no <= ").bind("UInt64", Long.toUnsignedString(rows.last()));
    } else {
      throw new IllegalStateException("unknown chunk " + chunk);
    }
  }

  private static void days(SqlWriter out, TimeRange days) {
    out.add("day >= toDate(").bind(SnapshotSql.INSTANT, SnapshotSql.seconds(days.start()));
    out.add(") AND day < toDate(").bind(SnapshotSql.INSTANT, SnapshotSql.seconds(days.end()));
    out.add(")");
  }
}
