package io.gpuledger.sql.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** SQL files of the classpath, each read once. */
public final class SqlText {
  private static final String ROOT = "/io/gpuledger/sql/";
  private static final ConcurrentMap<String, String> LOADED = new ConcurrentHashMap<>();

  private SqlText() {}

  /**
   * The text of a file.
   *
   * @param name without the root and the ending, such as {@code queries/current_deliveries}
   * @throws IllegalArgumentException if there is no such file
   */
  public static String load(String name) {
    return LOADED.computeIfAbsent(name, SqlText::read);
  }

  private static String read(String name) {
    try (InputStream in = SqlText.class.getResourceAsStream(ROOT + name + ".sql")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no SQL file " + ROOT + name + ".sql");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + ".sql", e);
    }
  }
}
