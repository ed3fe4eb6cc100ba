package io.gpuledger.streaming.telemetry;

/**
 * Rows of one table and month that are RowBinary already.
 *
 * @param month as {@code toYYYYMM} numbers it
 * @param ends where each row ends in {@code rows}
 * @param rows the rows, one behind the other
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedRows(int month, int[] ends, byte[] rows) {}
