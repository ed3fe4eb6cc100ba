package io.gpuledger.streaming.billing;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.streaming.sink.RowEncoder;
import io.gpuledger.streaming.sink.RowSink;
import io.gpuledger.streaming.sink.TableLayout;
import java.util.ArrayList;
import java.util.List;

/** Table {@code charges}: its layout follows from the columns of a charge. */
public final class ChargeTable implements RowEncoder<ChargeRows> {
  private static final long serialVersionUID = 1L;

  public static final TableLayout LAYOUT = layoutOfColumns();

  @Override
  public TableLayout layout() {
    return LAYOUT;
  }

  @Override
  public void encode(ChargeRows element, RowSink rows) {
    for (int row = 0; row < element.rowNos().length; row++) {
      rows.encodedRow(element.month(), element.rows(), element.start(row), element.length(row));
    }
  }

  /** Whether the column of the table takes null. */
  static boolean nullable(FocusColumn column) {
    return !column.required() && column.kind() != FocusColumn.Kind.KEY_VALUES;
  }

  private static TableLayout layoutOfColumns() {
    List<TableLayout.Column> columns = new ArrayList<>();
    columns.add(new TableLayout.Column("source", "LowCardinality(String)"));
    columns.add(new TableLayout.Column("delivery_id", "String"));
    columns.add(new TableLayout.Column("row_no", "UInt64"));
    for (FocusColumn column : FocusColumn.values()) {
      columns.add(new TableLayout.Column(column.columnName(), type(column)));
    }
    columns.add(new TableLayout.Column("x_extra", "Map(LowCardinality(String), String)"));
    return new TableLayout("charges", columns);
  }

  /** A type whose RowBinary form is the column's; LowCardinality has none of its own. */
  private static String type(FocusColumn column) {
    String type =
        switch (column.kind()) {
          case TEXT, NAME, JSON -> "String";
          case COST, QUANTITY -> "Decimal(38, 18)";
          case TIME -> "DateTime64(6, 'UTC')";
          case KEY_VALUES -> "Map(LowCardinality(String), String)";
        };
    return nullable(column) ? "Nullable(" + type + ")" : type;
  }
}
