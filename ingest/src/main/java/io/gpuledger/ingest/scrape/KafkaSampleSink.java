package io.gpuledger.ingest.scrape;

import io.gpuledger.ingest.kafka.LedgerProducer;
import io.gpuledger.ingest.wire.Reject;
import io.gpuledger.ingest.wire.SampleBatch;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hands samples to Kafka. A producer that failed stays failed, so a new one is opened: a broker
 * that was away leaves a gap, not a dead collector.
 */
public final class KafkaSampleSink implements SampleSink, AutoCloseable {
  private final Supplier<LedgerProducer> open;
  private LedgerProducer producer;

  /** A sink over producers that this opens and closes. */
  public KafkaSampleSink(Supplier<LedgerProducer> open) {
    this.open = open;
    this.producer = open.get();
  }

  @Override
  public void accept(SampleBatch batch) {
    send(p -> p.send(batch));
  }

  @Override
  public void reject(Reject reject) {
    send(p -> p.send(reject));
  }

  private void send(Consumer<LedgerProducer> record) {
    LedgerProducer used = current();
    try {
      record.accept(used);
    } catch (LedgerProducer.ProducerException e) {
      record.accept(replace(used));
    }
  }

  private synchronized LedgerProducer current() {
    return producer;
  }

  private synchronized LedgerProducer replace(LedgerProducer failed) {
    if (producer == failed) {
      failed.close();
      producer = open.get();
    }
    return producer;
  }

  /** Waits until everything handed over is acknowledged. */
  public void flush() {
    current().flush();
  }

  @Override
  public synchronized void close() {
    producer.close();
  }
}
