package io.gpuledger.streaming.reject;

import io.gpuledger.ingest.wire.Reject;

/** A refused row or file on its way to table {@code rejects}. Flat: it travels in a stream. */
public record RejectRow(
    String source,
    String deliveryId,
    String setId,
    long rowNo,
    String file,
    long line,
    int columnNo,
    String field,
    String code,
    String message,
    String rawText,
    long occurredAtMicros) {

  /** The row that this record becomes. */
  public static RejectRow fromWire(Reject reject) {
    return new RejectRow(
        reject.getSource(),
        reject.getDeliveryId(),
        reject.getSetId(),
        reject.getRowNo(),
        reject.getFile(),
        reject.getLine(),
        reject.getColumn(),
        reject.getField(),
        reject.getCode(),
        reject.getMessage(),
        reject.getRawText(),
        reject.getOccurredAtMicros());
  }

  /**
   * What makes a repeat of a reject the same reject, within its delivery. The name of a bill's file
   * is no part of it: the same bill may be read again from another path. A reading of telemetry has
   * no delivery and may be refused again later; a record of a topic, or a sample in it, may not.
   */
  public String identity() {
    String place = line + "|" + columnNo + "|" + field + "|" + code;
    return deliveryId.isEmpty() ? file + "|" + place + "|" + occurredAtMicros : rowNo + "|" + place;
  }
}
