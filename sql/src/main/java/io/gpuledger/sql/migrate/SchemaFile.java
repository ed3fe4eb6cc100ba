package io.gpuledger.sql.migrate;

import io.gpuledger.sql.query.SqlText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A file of SQL statements that the migrator runs.
 *
 * @param version number in its name, zero for a view, which is replaced whenever its text changes
 * @param name of the file without folder and ending
 * @param text of the file
 */
record SchemaFile(int version, String name, String text) {
  static SchemaFile versioned(String name) {
    int version = Integer.parseInt(name.substring(0, name.indexOf('_')));
    return new SchemaFile(version, name, SqlText.load("schema/" + name));
  }

  static SchemaFile view(String name) {
    return new SchemaFile(0, name, SqlText.load("marts/" + name));
  }

  /** The sha256 of the text. */
  String checksum() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The statements, cut at semicolons that stand at the end of a line, without comment lines. */
  List<String> statements() {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    text.lines()
        .filter(line -> !line.startsWith("--"))
        .forEach(
            line -> {
              boolean last = line.endsWith(";");
              statement.append(last ? line.substring(0, line.length() - 1) : line).append('\n');
              if (last) {
                statements.add(statement.toString().strip());
                statement.setLength(0);
              }
            });
    if (!statement.toString().isBlank()) {
      throw new IllegalStateException(name + " ends without a semicolon");
    }
    return statements;
  }
}
