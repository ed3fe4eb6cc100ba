package io.gpuledger.sql.engine;

import io.gpuledger.sql.client.EngineException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

/** A way into the engine, with what it may do. The read-only door is not built and stays closed. */
enum Door {
  /** Reads, inserts, deletes rows; leaves the schema alone. */
  INTERNAL(
      "internal",
      Set.of(
          "SELECT",
          "WITH",
          "FROM",
          "SHOW",
          "DESCRIBE",
          "DESC",
          "EXISTS",
          "EXPLAIN",
          "CHECK",
          "INSERT",
          "DELETE",
          "TRUNCATE",
          "OPTIMIZE")),
  /** Changes the schema as well. */
  MIGRATOR(
      "migrator",
      Set.of(
          "SELECT",
          "WITH",
          "FROM",
          "SHOW",
          "DESCRIBE",
          "DESC",
          "EXISTS",
          "EXPLAIN",
          "CHECK",
          "INSERT",
          "DELETE",
          "TRUNCATE",
          "OPTIMIZE",
          "CREATE",
          "ALTER",
          "DROP",
          "RENAME",
          "EXCHANGE"));

  /** The engine's code for a user or password that it does not know. */
  static final int AUTHENTICATION_FAILED = 516;

  private static final int ACCESS_DENIED = 497;

  private final String user;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable; its type does not say so.
  private final Set<String> firstWords;

  Door(String user, Set<String> firstWords) {
    this.user = user;
    this.firstWords = firstWords;
  }

  String user() {
    return user;
  }

  /**
   * The door that a user and password open.
   *
   * @throws EngineException with the engine's code 516 if they open none
   */
  static Door of(String user, String password, EngineHttpOptions options) {
    boolean internal = same(password, options.internalSecret());
    boolean migrator = same(password, options.migratorSecret());
    if (user.equals(INTERNAL.user) && internal) {
      return INTERNAL;
    }
    if (user.equals(MIGRATOR.user) && migrator) {
      return MIGRATOR;
    }
    throw EngineException.of(
        AUTHENTICATION_FAILED,
        "Code: 516. DB::Exception: "
            + user
            + ": Authentication failed: password is incorrect, or there is no user with such name."
            + " (AUTHENTICATION_FAILED)");
  }

  private static boolean same(String found, String expected) {
    return MessageDigest.isEqual(
        found.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Refuses a statement that this door may not run. A text that starts with no known word passes,
   * so that the engine says what is wrong with it.
   */
  void check(String sql) {
    String first = StatementText.firstWord(sql);
    boolean known = StatementText.STATEMENT_WORDS.contains(first);
    if (known && !firstWords.contains(first)) {
      throw EngineException.of(
          ACCESS_DENIED,
          "Code: 497. DB::Exception: "
              + user
              + ": Not enough privileges. This door may not run "
              + first
              + ". (ACCESS_DENIED)");
    }
  }
}
