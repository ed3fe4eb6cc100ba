package io.gpuledger.ingest.kafka;

import com.google.protobuf.MessageLite;
import io.gpuledger.ingest.wire.ChargeBlock;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.DeliveryManifest;
import io.gpuledger.ingest.wire.InventoryEntry;
import io.gpuledger.ingest.wire.Reject;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records to Kafka: idempotent, acknowledged by all replicas, compressed.
 *
 * <p>At most {@link #BUFFER_BYTES} wait unsent; a sender that is ahead of the broker is blocked,
 * for at most {@link #MAX_BLOCK}. A record that could not be sent makes every later call fail, so
 * nothing is missing silently: call {@link #flush} before telling anybody that a record is safe.
 * Safe for use by many threads.
 */
public final class LedgerProducer implements AutoCloseable {
  /** Most bytes that wait to be sent. */
  public static final long BUFFER_BYTES = 32L << 20;

  /** Longest time a sender waits for room. */
  public static final Duration MAX_BLOCK = Duration.ofMinutes(1);

  private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);
  private static final byte[] SCHEMA = Topics.SCHEMA_VERSION.getBytes(StandardCharsets.UTF_8);

  private final KafkaProducer<byte[], byte[]> kafka;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private LedgerProducer(KafkaProducer<byte[], byte[]> kafka) {
    this.kafka = kafka;
  }

  /** A producer to these bootstrap servers, e.g. {@code 127.0.0.1:9092}. */
  public static LedgerProducer open(String bootstrap) {
    return open(bootstrap, Map.of());
  }

  /**
   * A producer with further Kafka settings (security, client id); acknowledgement and idempotence
   * cannot be changed.
   */
  public static LedgerProducer open(String bootstrap, Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    all.putAll(settings);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return new LedgerProducer(
        new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  public void send(ChargeBlock block) {
    sendTo(Topics.CHARGES, Topics.chargesKey(block.getDeliveryId(), block.getRowNo(0)), block);
  }

  public void send(DeliveryManifest manifest) {
    sendTo(
        Topics.DELIVERIES,
        Topics.deliveriesKey(manifest.getSource(), manifest.getScope()),
        manifest);
  }

  public void send(Reject reject) {
    sendTo(Topics.REJECTS, reject.getSource(), reject);
  }

  public void send(SampleBatch samples) {
    sendTo(Topics.SAMPLES, Topics.nodeKey(samples.getCluster(), samples.getNode()), samples);
  }

  public void send(InventoryEntry entry) {
    sendTo(Topics.INVENTORY, Topics.nodeKey(entry.getCluster(), entry.getNode()), entry);
  }

  /** Sends the newest version of a control record, e.g. kind {@code budget}. */
  public void sendControl(String kind, String id, Control control) {
    sendTo(Topics.CONTROL, Topics.controlKey(kind, id), control);
  }

  /** Takes a control record back: the compacted topic keeps nothing of its key. */
  public void takeControlBack(String kind, String id) {
    byte[] key = Topics.controlKey(kind, id).getBytes(StandardCharsets.UTF_8);
    send(new ProducerRecord<>(Topics.CONTROL, key, null));
  }

  /**
   * Hands a record over; it is safe only after {@link #flush}.
   *
   * @throws ProducerException if this or an earlier record could not be sent
   */
  public void sendTo(String topic, String key, MessageLite message) {
    send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), message.toByteArray()));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    throwFailure();
    record.headers().add(Topics.SCHEMA_HEADER, SCHEMA);
    try {
      // The callback keeps the failure; the future would say the same.
      Future<?> unused =
          kafka.send(
              record,
              (metadata, error) -> {
                if (error != null) {
                  failure.compareAndSet(null, error);
                }
              });
    } catch (KafkaException e) {
      throw new ProducerException(
          "cannot send to topic " + record.topic() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Waits until everything handed over so far is acknowledged.
   *
   * @throws ProducerException if any record could not be sent
   */
  public void flush() {
    kafka.flush();
    throwFailure();
  }

  private void throwFailure() {
    Exception seen = failure.get();
    if (seen != null) {
      throw new ProducerException("a record could not be sent: " + seen.getMessage(), seen);
    }
  }

  /** Sends what waits, for at most ten seconds. */
  @Override
  public void close() {
    kafka.close(Duration.ofSeconds(10));
  }

  /** Kafka did not take a record; the sender may retry the whole unit of work. */
  public static final class ProducerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ProducerException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
