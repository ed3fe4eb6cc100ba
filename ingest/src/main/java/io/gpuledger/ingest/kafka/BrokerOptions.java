package io.gpuledger.ingest.kafka;

import java.nio.file.Path;
import java.util.List;

/**
 * How the embedded broker is to run.
 *
 * @param directory where its logs live; made when absent, one broker at a time
 * @param port the port on 127.0.0.1 for clients, or 0 for a free one
 * @param topics topics to create, or to bring to their settings
 * @param flushEveryWrite whether a write is on the disk before it is acknowledged (durability
 *     against power loss), at a tenth of the throughput; otherwise an acknowledged write survives
 *     {@code kill -9} but not a power cut
 */
public record BrokerOptions(
    Path directory, int port, List<TopicSpec> topics, boolean flushEveryWrite) {
  public BrokerOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
    topics = List.copyOf(topics);
  }

  /** The ledger's topics on a free port. */
  public static BrokerOptions in(Path directory) {
    return new BrokerOptions(directory, 0, TopicSpec.LEDGER, false);
  }

  public BrokerOptions withPort(int newPort) {
    return new BrokerOptions(directory, newPort, topics, flushEveryWrite);
  }

  public BrokerOptions withFlushEveryWrite(boolean flush) {
    return new BrokerOptions(directory, port, topics, flush);
  }
}
