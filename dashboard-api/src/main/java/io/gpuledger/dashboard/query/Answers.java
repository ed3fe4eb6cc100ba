package io.gpuledger.dashboard.query;

import io.gpuledger.streaming.allocation.RowInput;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs statements and reads their answers; one per request would do, one for all does too. */
final class Answers {
  private final Statements statements;
  private final Streams streams;

  /** What answers statements: the ledger. */
  interface Statements {
    /** Rows of tab-separated values, escaped, a line each. */
    String query(String sql, Map<String, String> parameters);
  }

  /** What answers with more rows than fit into memory. */
  interface Streams {
    /** Rows in format RowBinary; to be closed. */
    InputStream rows(String sql, Map<String, String> parameters);
  }

  Answers(Statements statements) {
    this(
        statements,
        (sql, parameters) -> {
          throw new IllegalStateException("these answers are not streamed");
        });
  }

  Answers(Statements statements, Streams streams) {
    this.statements = statements;
    this.streams = streams;
  }

  /** The rows of an answer as they come; to be closed. */
  RowInput stream(BoundSql sql) {
    return new RowInput(streams.rows(sql.text(), sql.parameters()));
  }

  /** The rows of an answer, each value as text. Null does not occur in our questions. */
  List<List<String>> rows(BoundSql sql) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : statements.query(sql.text(), sql.parameters()).split("\n", -1)) {
      if (!line.isEmpty()) {
        rows.add(values(line));
      }
    }
    return rows;
  }

  private static List<String> values(String line) {
    if (line.indexOf('\\') < 0) {
      return List.of(line.split("\t", -1));
    }
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\t') {
        values.add(value.toString());
        value.setLength(0);
      } else if (c == '\\' && i + 1 < line.length()) {
        value.append(unescaped(line.charAt(++i)));
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '0' -> '\0';
      default -> c;
    };
  }

  /** An object of a JSON answer, its fields in order. */
  static Map<String, Object> fields(@Nullable Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return fields;
  }
}
