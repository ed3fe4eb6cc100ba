package io.gpuledger.streaming.billing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A ledger that holds the rows a test puts in; static, because Flink copies functions. */
final class FakeStoredRows implements StoredRows {
  private static final long serialVersionUID = 1L;

  static final List<Long> CHARGES = new ArrayList<>();
  static final List<String> REJECTS = new ArrayList<>();
  static final List<String> ASKED = new ArrayList<>();

  static void reset() {
    CHARGES.clear();
    REJECTS.clear();
    ASKED.clear();
  }

  @Override
  public void chargesOf(String deliveryId, LongConsumer rowNo) {
    ASKED.add(deliveryId);
    CHARGES.forEach(rowNo::accept);
  }

  @Override
  public void rejectsOf(String deliveryId, Consumer<String> identity) {
    ASKED.add(deliveryId);
    REJECTS.forEach(identity);
  }
}
