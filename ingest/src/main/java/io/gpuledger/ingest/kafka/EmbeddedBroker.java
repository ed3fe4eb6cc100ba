package io.gpuledger.ingest.kafka;

import io.gpuledger.ingest.wire.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, broker and controller in one) inside this process, on loopback only.
 *
 * <p>The directory survives restarts and {@code kill -9}; the same broker may come back on another
 * port. Its address stands in the file {@value #ADDRESS_FILE} of the directory while it runs.
 */
public final class EmbeddedBroker implements AutoCloseable {
  /** File of the directory that holds {@code host:port} once the broker serves. */
  public static final String ADDRESS_FILE = "bootstrap.address";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int NODE_ID = 1;
  private static final int START_ATTEMPTS_MAX = 3;
  private static final String LOOPBACK = "127.0.0.1";

  private final KafkaRaftServer server;
  private final String bootstrap;
  private final Path addressFile;
  private final DirectoryLock lock;

  private EmbeddedBroker(
      KafkaRaftServer server, String bootstrap, Path addressFile, DirectoryLock lock) {
    this.lock = lock;
    this.server = server;
    this.bootstrap = bootstrap;
    this.addressFile = addressFile;
  }

  /**
   * Starts a broker and waits until it serves and has its topics.
   *
   * @throws BrokerException when the directory is in use or unusable, or the port is taken
   */
  public static EmbeddedBroker start(BrokerOptions options) {
    DirectoryLock lock = DirectoryLock.acquire(options.directory());
    try {
      requireFree(options.port());
      Path log = options.directory().resolve("log");
      format(log);
      return start(options, log, lock);
    } catch (IOException e) {
      lock.close();
      throw new BrokerException("cannot prepare the broker's directory " + options.directory(), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedBroker start(BrokerOptions options, Path log, DirectoryLock lock) {
    for (int attempt = 1; ; attempt++) {
      int port = options.port() == 0 ? freePort() : options.port();
      try {
        return startOn(options, log, port, lock);
      } catch (BrokerException e) {
        // A free port may be taken between the look and the bind; a configured one may not move.
        if (options.port() != 0 || attempt == START_ATTEMPTS_MAX || !isPortTaken(e)) {
          throw e;
        }
      }
    }
  }

  /** Where clients connect, {@code host:port}. */
  public String bootstrap() {
    return bootstrap;
  }

  /** Stops in order: what clients were told is written stays. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(addressFile);
    } catch (IOException e) {
      LOG.warn("cannot remove {}", addressFile, e);
    }
    server.shutdown();
    server.awaitShutdown();
    lock.close();
  }

  private static EmbeddedBroker startOn(
      BrokerOptions options, Path log, int port, DirectoryLock lock) {
    Locale locale = Locale.getDefault();
    String bootstrap = LOOPBACK + ":" + port;
    // The broker upper-cases its own words in the machine's language: with a Turkish one, "classic"
    // becomes a word that it does not know.
    Locale.setDefault(Locale.ROOT);
    try {
      KafkaRaftServer server =
          new KafkaRaftServer(
              new KafkaConfig(settings(options, log, port, freePort()), false), Time.SYSTEM);
      try {
        server.startup();
        LedgerTopics.ensure(bootstrap, options.topics(), (short) 1);
        Path address = options.directory().resolve(ADDRESS_FILE);
        publishAddress(address, bootstrap);
        LOG.info("broker serves on {}", bootstrap);
        return new EmbeddedBroker(server, bootstrap, address, lock);
      } catch (RuntimeException | IOException e) {
        server.shutdown();
        server.awaitShutdown();
        throw e;
      }
    } catch (RuntimeException | IOException e) {
      throw new BrokerException("the broker could not start on " + bootstrap + ": " + e, e);
    } finally {
      Locale.setDefault(locale);
    }
  }

  private static void publishAddress(Path address, String bootstrap) throws IOException {
    Path draft = address.resolveSibling(ADDRESS_FILE + ".new");
    Files.writeString(draft, bootstrap, StandardCharsets.US_ASCII);
    Files.move(
        draft,
        address,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static void format(Path log) throws IOException {
    if (Files.exists(log.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(quiet)
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(log.toString())
          .setMetadataLogDirectory(log.toString())
          .setControllerListenerName("CONTROLLER")
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot format " + log, e);
    }
  }

  private static Map<String, String> settings(
      BrokerOptions options, Path log, int port, int controllerPort) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE_ID));
    settings.put("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://"
            + LOOPBACK
            + ":"
            + port
            + ",CONTROLLER://"
            + LOOPBACK
            + ":"
            + controllerPort);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", log.toString());
    settings.put("auto.create.topics.enable", "false");
    putSizes(settings);
    // One machine: everything internal has one copy in one partition.
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // A killed broker's registration must lapse before it may come back.
    settings.put("broker.session.timeout.ms", "4000");
    settings.put("broker.heartbeat.interval.ms", "500");
    if (options.flushEveryWrite()) {
      settings.put("log.flush.interval.messages", "1");
    }
    return settings;
  }

  /** Small buffers and few threads: the defaults reserve 128 MiB for the cleaner alone. */
  private static void putSizes(Map<String, String> settings) {
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "2");
    settings.put("background.threads", "2");
    settings.put("num.recovery.threads.per.data.dir", "2");
    settings.put("log.cleaner.threads", "1");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
    settings.put("log.cleaner.io.buffer.size", Integer.toString(256 * 1024));
    settings.put("log.segment.bytes", Integer.toString(128 * 1024 * 1024));
    settings.put("log.index.size.max.bytes", Integer.toString(1024 * 1024));
    settings.put("message.max.bytes", Integer.toString(Topics.MAX_RECORD_BYTES));
    settings.put("queued.max.requests", "64");
    settings.put("metadata.log.segment.bytes", Integer.toString(16 * 1024 * 1024));
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      LOG.debug("port {} is free", socket.getLocalPort());
    } catch (IOException e) {
      throw new BrokerException("cannot listen on " + LOOPBACK + ":" + port + ": " + e, e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BrokerException("no free port on " + LOOPBACK, e);
    }
  }

  private static boolean isPortTaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.net.BindException
          || String.valueOf(cause.getMessage()).contains("Address already in use")) {
        return true;
      }
    }
    return false;
  }
}
