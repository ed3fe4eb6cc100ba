package io.gpuledger.ingest.delivery;

import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.ChargeBlock;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.Reject;

/** Where an import sends what it read: Kafka, or a list in tests. */
public interface DeliverySink {
  void manifest(DeliveryManifest manifest);

  void charges(ChargeBlock block);

  void reject(Reject reject);

  /** Returns when everything sent so far is safe. */
  void flush();

  /** A sink to Kafka's topics. */
  static DeliverySink to(LedgerProducer producer) {
    return new DeliverySink() {
      @Override
      public void manifest(DeliveryManifest manifest) {
        producer.send(manifest);
      }

      @Override
      public void charges(ChargeBlock block) {
        producer.send(block);
      }

      @Override
      public void reject(Reject reject) {
        producer.send(reject);
      }

      @Override
      public void flush() {
        producer.flush();
      }
    };
  }
}
