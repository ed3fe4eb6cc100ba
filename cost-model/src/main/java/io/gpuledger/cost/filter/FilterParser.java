package io.gpuledger.cost.filter;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the grammar of {@link io.gpuledger.cost.filter} by recursive descent, all of it bounded.
 */
final class FilterParser {
  /** Longest filter, in characters. */
  static final int TEXT_LIMIT = 16_384;

  /** Deepest nesting of parentheses. */
  static final int DEPTH_LIMIT = 32;

  /** Most values in all comparisons together. */
  static final int VALUES_LIMIT = 1_000;

  private final String text;
  private final List<Problem> problems = new ArrayList<>();
  private int at;
  private int depth;
  private int values;

  private FilterParser(String text) {
    this.text = text;
  }

  static Parsed<Filter> read(String text) {
    FilterParser parser = new FilterParser(text);
    Filter filter = Filter.everything();
    try {
      filter = parser.whole();
    } catch (Stop stop) {
      parser.problems.add(stop.problem);
    }
    return parser.problems.isEmpty()
        ? new Parsed<>(List.of(filter), List.of())
        : new Parsed<>(List.of(), parser.problems);
  }

  private Filter whole() {
    if (text.length() > TEXT_LIMIT) {
      throw stop(0, "a filter has at most " + TEXT_LIMIT + " characters, not " + text.length());
    }
    skipSpace();
    if (at == text.length()) {
      return Filter.everything();
    }
    Filter filter = alternatives();
    if (at < text.length()) {
      throw stop(at, "expected '+', '|' or the end, found " + found());
    }
    return filter;
  }

  private Filter alternatives() {
    List<Filter> parts = new ArrayList<>();
    do {
      parts.add(conjunction());
    } while (accept('|'));
    return parts.size() == 1 ? parts.get(0) : new Filter.Or(parts);
  }

  private Filter conjunction() {
    List<Filter> parts = new ArrayList<>();
    do {
      parts.add(element());
    } while (accept('+'));
    return parts.size() == 1 ? parts.get(0) : new Filter.And(parts);
  }

  private Filter element() {
    int start = at;
    if (!accept('(')) {
      return comparison();
    }
    if (++depth > DEPTH_LIMIT) {
      throw stop(start, "parentheses are nested deeper than " + DEPTH_LIMIT);
    }
    Filter inner = alternatives();
    if (!accept(')')) {
      throw stop(at, "expected ')' for the '(' at column " + (start + 1) + ", found " + found());
    }
    depth--;
    return inner;
  }

  private Filter comparison() {
    Optional<GroupKey> key = field();
    Operator operator = operator();
    List<String> wanted = new ArrayList<>();
    do {
      if (++values > VALUES_LIMIT) {
        throw stop(at, "a filter has at most " + VALUES_LIMIT + " values");
      }
      wanted.add(value("a value"));
    } while (accept(','));
    return key.<Filter>map(known -> new Filter.Comparison(known, operator, wanted))
        .orElse(Filter.everything());
  }

  private Optional<GroupKey> field() {
    int start = at;
    while (at < text.length() && isLetter(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start, at);
    if (name.isEmpty()) {
      throw stop(at, "expected a field, found " + found());
    }
    boolean bracket = peek() == '[' && (name.equals("tag") || name.equals("label"));
    if (bracket || (name.equals("tag") && peek() == ':')) {
      at++;
      return tag(start, bracket);
    }
    skipSpace();
    Optional<GroupKey> key = GroupKey.parse(name);
    if (key.isEmpty()) {
      problems.add(problem(start, "unknown field \"" + name + "\""));
    }
    return key;
  }

  private Optional<GroupKey> tag(int start, boolean bracket) {
    String key;
    if (bracket && peek() != '"') {
      int end = text.indexOf(']', at);
      key = end < 0 ? "" : text.substring(at, end);
      at = end < 0 ? text.length() : end;
    } else {
      key = value("the key of a tag");
    }
    if (bracket && !accept(']')) {
      throw stop(at, "expected ']', found " + found());
    }
    if (key.isEmpty() || key.length() > GroupKey.TAG_LIMIT) {
      throw stop(start, "the key of a tag has 1 to " + GroupKey.TAG_LIMIT + " characters");
    }
    return Optional.of(GroupKey.ofTag(key));
  }

  private Operator operator() {
    for (Operator candidate : Operator.values()) {
      if (text.startsWith(candidate.text(), at)) {
        at += candidate.text().length();
        skipSpace();
        return candidate;
      }
    }
    throw stop(at, "expected one of : !: ~: !~: <~: !<~: ~>: !~>:, found " + found());
  }

  private String value(String what) {
    if (peek() == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length() && isBare(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw stop(at, "expected " + what + ", found " + found());
    }
    String value = text.substring(start, at);
    skipSpace();
    return value;
  }

  private String quoted() {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        skipSpace();
        return value.toString();
      }
      if (c == '\\') {
        if (peek() != '"' && peek() != '\\') {
          throw stop(at - 1, "a backslash stands before a quote or a backslash only");
        }
        c = text.charAt(at++);
      }
      value.append(c);
    }
    throw stop(start, "a quoted value is not closed");
  }

  private boolean accept(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    skipSpace();
    return true;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipSpace() {
    while (at < text.length() && (peek() == ' ' || peek() == '\t' || peek() == '\n')) {
      at++;
    }
  }

  private String found() {
    return at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isBare(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || "_-./@".indexOf(c) >= 0;
  }

  private Problem problem(int index, String message) {
    return new Problem(
        ProblemCode.MALFORMED_FILTER, new Location("filter", 1, index + 1), "", message, text);
  }

  private Stop stop(int index, String message) {
    return new Stop(problem(index, message));
  }

  /** Ends the reading at the first fault of grammar. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Stop(Problem problem) {
      super(problem.toString(), null, false, false);
      this.problem = problem;
    }
  }
}
