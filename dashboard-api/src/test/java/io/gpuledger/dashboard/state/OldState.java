package io.gpuledger.dashboard.state;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

/** Operational state as an older version left it. */
final class OldState {
  private OldState() {}

  /** Makes it by the migrations of then, with some rows. */
  static void write(Path file, List<String> migrations, List<String> rows) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String name : migrations) {
        try (InputStream in = StateStore.class.getResourceAsStream(name)) {
          String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          for (String sql : schema.split(";\\s*\\n", -1)) {
            if (!sql.isBlank()) {
              statement.execute(sql);
            }
          }
        }
      }
      statement.execute("PRAGMA user_version = " + migrations.size());
      for (String row : rows) {
        statement.execute(row);
      }
    }
  }
}
