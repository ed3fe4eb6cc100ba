package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.sql.engine.EmbeddedEngine;
import io.gpuledger.sql.engine.EmbeddedLedger;
import io.gpuledger.sql.engine.EngineOptions;
import io.gpuledger.sql.query.SqlText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;

/**
 * A data directory as an earlier version left it: only the schema files that it had, recorded as it
 * recorded them, and the operational state before closes.
 */
final class OldDataDirectory implements AutoCloseable {
  private final EmbeddedEngine engine;

  private OldDataDirectory(EmbeddedEngine engine) {
    this.engine = engine;
  }

  /** Makes the directory with the ledger's schema files up to a number. */
  static OldDataDirectory create(Path data, int newestSchema) throws IOException {
    Files.createDirectories(data.resolve("engine"));
    Files.createDirectories(data.resolve("state"));
    Files.writeString(data.resolve("version"), "1\n");
    OldDataDirectory old =
        new OldDataDirectory(
            EmbeddedEngine.open(
                EngineOptions.of(EmbeddedLedger.library(line -> {}), data.resolve("engine"))));
    old.all(SqlText.load("migrate/history"));
    for (String name : SqlText.load("schema/files").lines().toList()) {
      int version = Integer.parseInt(name.substring(0, name.indexOf('_')));
      if (version <= newestSchema) {
        String text = SqlText.load("schema/" + name);
        old.all(text);
        old.run(
            "INSERT INTO schema_history VALUES (%d, '%s', '%s', now64(6, 'UTC'))"
                .formatted(version, name, sha256(text)));
      }
    }
    return old;
  }

  /** Runs one statement. */
  void run(String sql) throws IOException {
    engine.run(sql, "Null", OutputStream.nullOutputStream());
  }

  private void all(String text) throws IOException {
    StringBuilder plain = new StringBuilder();
    text.lines().filter(line -> !line.startsWith("--")).forEach(l -> plain.append(l).append('\n'));
    for (String statement : plain.toString().split(";\\s*\\n", -1)) {
      if (!statement.isBlank()) {
        run(statement);
      }
    }
  }

  /** Makes the operational state as its first version, and runs statements over it. */
  static void state(Path data, List<String> statements) throws IOException, SQLException {
    String schema;
    try (InputStream in = StateStore.class.getResourceAsStream("0001_operational.sql")) {
      schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Path file = data.resolve("state/operations.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String each : schema.split(";\\s*\\n", -1)) {
        if (!each.isBlank()) {
          statement.execute(each);
        }
      }
      statement.execute("PRAGMA user_version = 1");
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
