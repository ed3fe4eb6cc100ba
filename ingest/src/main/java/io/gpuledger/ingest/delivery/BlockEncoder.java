package io.gpuledger.ingest.delivery;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.focus.ColumnSlots;
import io.gpuledger.ingest.focus.ColumnValue;
import io.gpuledger.ingest.focus.FocusRow;
import io.gpuledger.ingest.wire.ChargeBlock;
import io.gpuledger.ingest.wire.ChargeColumn;
import io.gpuledger.ingest.wire.ExtraColumn;
import java.util.List;

/**
 * Encodes rows as a block. A column's dictionary is built by marking the cells that the rows share,
 * so a repeated text costs no look-up. The result is a function of the rows alone.
 */
final class BlockEncoder {
  private static final FocusColumn[] COLUMNS = FocusColumn.values();

  private final String source;
  private final ColumnSlots slots;
  private long marks;

  BlockEncoder(String source, ColumnSlots slots) {
    this.source = source;
    this.slots = slots;
  }

  ChargeBlock encode(String deliveryId, List<FocusRow> rows) {
    ChargeBlock.Builder block =
        ChargeBlock.newBuilder().setDeliveryId(deliveryId).setSource(source);
    for (FocusRow row : rows) {
      block.addRowNo(row.rowNo());
    }
    for (FocusColumn column : COLUMNS) {
      if (isCarried(rows, column.number())) {
        block.addColumns(encodeColumn(column, rows));
      }
    }
    for (int slot = ColumnSlots.FIRST_EXTRA; slot < slots.size(); slot++) {
      if (isCarried(rows, slot)) {
        block.addExtra(encodeExtra(slot, rows));
      }
    }
    return block.build();
  }

  private static boolean isCarried(List<FocusRow> rows, int slot) {
    for (FocusRow row : rows) {
      if (row.cell(slot) != null) {
        return true;
      }
    }
    return false;
  }

  private ChargeColumn encodeColumn(FocusColumn column, List<FocusRow> rows) {
    long mark = ++marks;
    int size = 0;
    ChargeColumn.Builder encoded = ChargeColumn.newBuilder().setColumn(column.number());
    for (FocusRow row : rows) {
      ColumnValue cell = row.cell(column.number());
      int code = 0;
      if (cell != null) {
        code = cell.codeAt(mark);
        if (code == 0) {
          code = ++size;
          cell.mark(mark, code);
          append(encoded, column.kind(), cell);
        }
      }
      encoded.addCodes(code);
    }
    return encoded.build();
  }

  private static void append(
      ChargeColumn.Builder encoded, FocusColumn.Kind kind, ColumnValue cell) {
    switch (kind) {
      case TEXT, NAME, JSON -> encoded.addTexts(cell.encoded());
      case COST, QUANTITY -> encoded.addDecimals(cell.decimalBytes());
      case TIME -> encoded.addMicros(cell.low());
      case KEY_VALUES -> encoded.addKeyValues(cell.keyValues());
    }
  }

  private ExtraColumn encodeExtra(int slot, List<FocusRow> rows) {
    long mark = ++marks;
    int size = 0;
    ExtraColumn.Builder encoded = ExtraColumn.newBuilder().setName(slots.extraName(slot));
    for (FocusRow row : rows) {
      ColumnValue cell = row.cell(slot);
      int code = 0;
      if (cell != null) {
        code = cell.codeAt(mark);
        if (code == 0) {
          code = ++size;
          cell.mark(mark, code);
          ByteString text = cell.encoded();
          encoded.addTexts(text);
        }
      }
      encoded.addCodes(code);
    }
    return encoded.build();
  }
}
