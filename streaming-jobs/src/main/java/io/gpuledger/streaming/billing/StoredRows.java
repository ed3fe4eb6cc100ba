package io.gpuledger.streaming.billing;

import java.io.Serializable;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What the ledger's tables hold of a delivery already. Waits while the ledger is away. */
public interface StoredRows extends Serializable {
  /** Gives each row number of the delivery in table {@code charges}. */
  void chargesOf(String deliveryId, LongConsumer rowNo) throws InterruptedException;

  /** Gives the identity of each reject of the delivery in table {@code rejects}. */
  void rejectsOf(String deliveryId, Consumer<String> identity) throws InterruptedException;
}
