package io.gpuledger.streaming.billing;

/**
 * Rows of one delivery and one monthly partition, encoded for table {@code charges}. Flat, because
 * it travels in a Flink stream; the arrays are never changed.
 *
 * @param deliveryId the delivery
 * @param source its source
 * @param month the monthly partition
 * @param rowNos row numbers, ascending
 * @param ends per row the end of its bytes in {@code rows}
 * @param rows RowBinary, row after row
 * @param partition partition of topic {@code charges} that the rows came from
 * @param offset offset of their record
 * @param fault why the record could not be read, empty where it could; then there are no rows
 */
// Compared nowhere; the arrays are what keeps a million rows from being a million objects.
@SuppressWarnings("ArrayRecordComponent")
public record ChargeRows(
    String deliveryId,
    String source,
    int month,
    long[] rowNos,
    int[] ends,
    byte[] rows,
    int partition,
    long offset,
    String fault) {

  int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  int length(int row) {
    return ends[row] - start(row);
  }

  /** The rows at these positions. */
  ChargeRows only(int[] positions, int count) {
    long[] keptNos = new long[count];
    int[] keptEnds = new int[count];
    int bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += length(positions[i]);
      keptNos[i] = rowNos[positions[i]];
      keptEnds[i] = bytes;
    }
    byte[] kept = new byte[bytes];
    for (int i = 0; i < count; i++) {
      int length = length(positions[i]);
      System.arraycopy(rows, start(positions[i]), kept, keptEnds[i] - length, length);
    }
    return new ChargeRows(
        deliveryId, source, month, keptNos, keptEnds, kept, partition, offset, fault);
  }
}
