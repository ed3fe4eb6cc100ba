package io.gpuledger.sql.engine;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.client.LedgerDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A ledger on a folder of its own for one test class. */
public final class LedgerExtension implements BeforeAllCallback, AfterAllCallback {
  private final int statements;
  private final int waiting;
  private Path directory;
  private EmbeddedLedger ledger;

  public LedgerExtension() {
    this(EngineOptions.DEFAULT_MAX_STATEMENTS, EngineOptions.DEFAULT_MAX_WAITING);
  }

  LedgerExtension(int statements, int waiting) {
    this.statements = statements;
    this.waiting = waiting;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("ledger-");
    EngineOptions options =
        EngineOptions.of(EngineLibrary.findOrFetch(line -> {}), directory)
            .withStatements(statements, waiting)
            .withMemoryBytes(256L << 20, 1L << 30);
    ledger = EmbeddedLedger.open(options, EmbeddedLedger.loopback(0));
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    ledger.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  public EmbeddedLedger ledger() {
    return ledger;
  }

  public LedgerClient client() {
    return new LedgerClient(ledger.internal());
  }

  public LedgerClient migrator() {
    return new LedgerClient(ledger.migrator());
  }

  public Connection connect() throws SQLException {
    return new LedgerDataSource(ledger.internal()).getConnection();
  }

  /** The answer's lines, without the last line's end. */
  public String query(String sql) {
    return client().query(sql, Map.of()).strip();
  }
}
