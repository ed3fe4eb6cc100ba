package io.gpuledger.sql.engine;

import io.gpuledger.sql.client.EngineException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The little we must know of a statement's text before the engine sees it: its first word, and
 * where the data of an INSERT begins. The engine stays the judge of whether it is SQL.
 */
final class StatementText {
  /** Words longer than this are no keywords. */
  private static final int KEYWORD_CHARS_MAX = 32;

  /** Every word that a statement of the engine starts with. */
  static final Set<String> STATEMENT_WORDS =
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
          "UPDATE",
          "TRUNCATE",
          "OPTIMIZE",
          "CREATE",
          "ALTER",
          "DROP",
          "UNDROP",
          "RENAME",
          "EXCHANGE",
          "ATTACH",
          "DETACH",
          "SYSTEM",
          "KILL",
          "SET",
          "USE",
          "GRANT",
          "REVOKE",
          "BACKUP",
          "RESTORE",
          "WATCH",
          "MOVE",
          "REPLACE",
          "BEGIN",
          "COMMIT",
          "ROLLBACK",
          "EXECUTE",
          "COPY");

  private final String text;
  private int position;

  private StatementText(String text) {
    this.text = text;
  }

  /**
   * An INSERT with its data cut off.
   *
   * @param statement up to FORMAT or VALUES
   * @param format of the data
   * @param dataStart index of the first character of the data in the text
   */
  record Insert(String statement, String format, int dataStart) {}

  /**
   * A statement with its FORMAT clause taken out.
   *
   * @param format asked for by the clause, or the default
   */
  record Output(String statement, String format) {}

  private static final Set<String> WITH_OUTPUT =
      Set.of("SELECT", "WITH", "FROM", "SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN", "CHECK");

  /**
   * The format a statement asks for. A FORMAT clause is the word, a name that starts with a capital
   * letter, and then the end, a semicolon or SETTINGS.
   */
  static Output output(String sql, String defaultFormat) {
    Output none = new Output(sql, defaultFormat);
    if (!WITH_OUTPUT.contains(firstWord(sql))) {
      return none;
    }
    StatementText scan = new StatementText(sql);
    while (scan.position < sql.length()) {
      scan.skipBlanks();
      int start = scan.position;
      String word = scan.word();
      if (word.isEmpty()) {
        scan.skipOther();
      } else if (word.equals("FORMAT")) {
        Optional<Output> found = scan.formatClause(start);
        if (found.isPresent()) {
          return found.orElseThrow();
        }
      }
    }
    return none;
  }

  private Optional<Output> formatClause(int start) {
    skipBlanks();
    int nameStart = position;
    word();
    String name = text.substring(nameStart, position);
    int end = position;
    boolean named = !name.isEmpty() && Character.isUpperCase(name.charAt(0));
    if (!named || name.equals("DESC") || name.equals("ASC")) {
      return Optional.empty();
    }
    skipBlanks();
    boolean last =
        position >= text.length()
            || text.charAt(position) == ';'
            || text.regionMatches(true, position, "SETTINGS", 0, 8);
    String statement = text.substring(0, start) + " " + text.substring(end);
    // What looked like a clause may be an alias that the clause follows.
    position = nameStart;
    return last ? Optional.of(new Output(statement, name)) : Optional.empty();
  }

  /** The first word in upper case, empty if there is none. */
  static String firstWord(String sql) {
    StatementText scan = new StatementText(sql);
    scan.skipBlanks();
    while (scan.position < sql.length() && sql.charAt(scan.position) == '(') {
      scan.position++;
      scan.skipBlanks();
    }
    return scan.word();
  }

  private static final Set<String> STREAMABLE = Set.of("SELECT", "WITH", "FROM");

  static boolean mayStream(String sql) {
    return STREAMABLE.contains(firstWord(sql));
  }

  /** Whether the engine refused only to stream; it says so before it runs anything. */
  static boolean notStreamable(EngineException failure) {
    return failure.code() == 36
        && failure.getMessage() != null
        && failure.getMessage().contains("Streaming query is not supported");
  }

  /** The INSERT with data that the text starts with, if it is one. */
  static Optional<Insert> insertWithData(String sql) {
    StatementText scan = new StatementText(sql);
    scan.skipBlanks();
    if (!scan.word().equals("INSERT")) {
      return Optional.empty();
    }
    scan.skipBlanks();
    scan.word();
    scan.skipBlanks();
    scan.skipTarget();
    while (scan.position < sql.length()) {
      scan.skipBlanks();
      int start = scan.position;
      String word = scan.word();
      switch (word) {
        case "VALUES" -> {
          return Optional.of(new Insert(sql.substring(0, start), "Values", scan.position));
        }
        case "FORMAT" -> {
          return scan.format(start);
        }
        case "SELECT", "WITH", "FROM", "WATCH" -> {
          return Optional.empty();
        }
        case "" -> scan.skipOther();
        default -> {}
      }
    }
    return Optional.empty();
  }

  private Optional<Insert> format(int statementEnd) {
    skipBlanks();
    int start = position;
    while (position < text.length() && isWordCharacter(text.charAt(position))) {
      position++;
    }
    String format = text.substring(start, position);
    while (position < text.length() && " \t\f".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    if (position < text.length() && text.charAt(position) == '\r') {
      position++;
    }
    if (position < text.length() && text.charAt(position) == '\n') {
      position++;
    }
    return Optional.of(new Insert(text.substring(0, statementEnd), format, position));
  }

  /** TABLE, then a possibly dotted and quoted name; a table function keeps its parentheses. */
  private void skipTarget() {
    int before = position;
    String word = word();
    if (!word.equals("TABLE") && !word.equals("FUNCTION")) {
      position = before;
    }
    skipBlanks();
    skipName();
    while (position < text.length() && text.charAt(position) == '.') {
      position++;
      skipName();
    }
  }

  private void skipName() {
    if (position < text.length() && "`\"".indexOf(text.charAt(position)) >= 0) {
      skipQuoted(text.charAt(position));
      return;
    }
    while (position < text.length() && isWordCharacter(text.charAt(position))) {
      position++;
    }
  }

  /** Steps over one thing that is neither a word nor blank: a group, a quoted text, a sign. */
  private void skipOther() {
    if (position >= text.length()) {
      return;
    }
    char character = text.charAt(position);
    switch (character) {
      case '(' -> skipGroup();
      case '\'', '"', '`' -> skipQuoted(character);
      default -> position++;
    }
  }

  private void skipGroup() {
    int depth = 0;
    while (position < text.length()) {
      skipBlanks();
      if (position >= text.length()) {
        return;
      }
      char character = text.charAt(position);
      if ("'\"`".indexOf(character) >= 0) {
        skipQuoted(character);
        continue;
      }
      position++;
      if (character == '(') {
        depth++;
      } else if (character == ')') {
        depth--;
        if (depth == 0) {
          return;
        }
      }
    }
  }

  private void skipQuoted(char quote) {
    position++;
    while (position < text.length()) {
      char character = text.charAt(position);
      position += character == '\\' ? 2 : 1;
      if (character == quote) {
        return;
      }
    }
    position = text.length();
  }

  private void skipBlanks() {
    while (position < text.length()) {
      if (Character.isWhitespace(text.charAt(position))) {
        position++;
      } else if (text.startsWith("--", position) || text.startsWith("#!", position)) {
        position = endOf("\n");
      } else if (text.startsWith("/*", position)) {
        position = endOf("*/");
      } else {
        return;
      }
    }
  }

  private int endOf(String mark) {
    int found = text.indexOf(mark, position);
    return found < 0 ? text.length() : found + mark.length();
  }

  private String word() {
    int start = position;
    while (position < text.length() && isWordCharacter(text.charAt(position))) {
      position++;
    }
    int length = position - start;
    return length > KEYWORD_CHARS_MAX
        ? "?"
        : text.substring(start, position).toUpperCase(Locale.ROOT);
  }

  private static boolean isWordCharacter(char character) {
    return character == '_' || Character.isLetterOrDigit(character);
  }
}
