package io.gpuledger.sql.engine;

import io.gpuledger.sql.client.LedgerAddress;
import io.gpuledger.sql.client.LedgerDataSource;
import io.gpuledger.sql.migrate.Migrator;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * The ledger's tables in this process, ready to use: library, engine, HTTP endpoint and schema in
 * one call. Closing goes the other way round.
 */
public final class EmbeddedLedger implements AutoCloseable {
  private static final int SECRET_BYTES = 24;
  private static final String LOOPBACK = "127.0.0.1";

  private final EmbeddedEngine engine;
  private final EngineHttpServer server;
  private final LedgerAddress internal;
  private final LedgerAddress migrator;

  private EmbeddedLedger(EmbeddedEngine engine, EngineHttpServer server) {
    this.engine = engine;
    this.server = server;
    EngineHttpOptions options = server.options();
    this.internal = new LedgerAddress(server.url(), Door.INTERNAL.user(), options.internalSecret());
    this.migrator = new LedgerAddress(server.url(), Door.MIGRATOR.user(), options.migratorSecret());
  }

  /**
   * Opens the ledger in a directory, with default limits, on a free port and with fresh secrets.
   *
   * @param directory the engine's own folder, made if missing
   */
  public static EmbeddedLedger open(Path directory) {
    Path library = EngineLibrary.findOrFetch(line -> {});
    return open(EngineOptions.of(library, directory), loopback(0));
  }

  /** Opens the ledger with limits and doors of one's own. */
  public static EmbeddedLedger open(EngineOptions options, EngineHttpOptions http) {
    EmbeddedEngine engine = EmbeddedEngine.open(options);
    EngineHttpServer server;
    try {
      server = EngineHttpServer.start(engine, http);
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
    EmbeddedLedger ledger = new EmbeddedLedger(engine, server);
    try {
      Migrator.migrate(new LedgerDataSource(ledger.migrator()));
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
    return ledger;
  }

  /** Doors on the loopback interface with fresh secrets. */
  public static EngineHttpOptions loopback(int port) {
    return new EngineHttpOptions(LOOPBACK, port, secret(), secret());
  }

  private static String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Finds the library, fetching it if need be, and tells in lines what is being done. */
  public static Path library(Consumer<String> progress) {
    return EngineLibrary.findOrFetch(progress);
  }

  /** The door for reading and storing. */
  public LedgerAddress internal() {
    return internal;
  }

  /** The door for changing the schema. */
  public LedgerAddress migrator() {
    return migrator;
  }

  /** The engine itself, for benches. */
  public EmbeddedEngine engine() {
    return engine;
  }

  /** Statements that came by HTTP and wait for their turn. */
  int waitingStatements() {
    return server.waitingStatements();
  }

  /** Stops the endpoint, then the engine, each after what runs there has ended. */
  @Override
  public void close() {
    server.close();
    engine.close();
  }
}
