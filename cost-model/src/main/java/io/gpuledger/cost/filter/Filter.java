package io.gpuledger.cost.filter;

import io.gpuledger.cost.problem.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A condition on group keys. Its {@link #text()} is canonical and reads back as an equal filter.
 */
public sealed interface Filter {
  /** The filter that everything passes; the empty text. */
  static Filter everything() {
    return new And(List.of());
  }

  /**
   * Whether a row passes.
   *
   * @param values the row's value of a key, {@link GroupKey#MISSING} where it has none
   */
  boolean matches(Function<GroupKey, String> values);

  /** The filter as {@link FilterParser} reads it. */
  String text();

  /** Adds the keys that the filter looks at. */
  void addKeys(Set<GroupKey> keys);

  /** The keys that the filter looks at, in the order of {@link GroupKey.Name}. */
  default Set<GroupKey> keys() {
    Set<GroupKey> keys = new TreeSet<>();
    addKeys(keys);
    return keys;
  }

  /**
   * Reads a filter; all unknown fields are reported at once, and the first fault of grammar.
   *
   * @return one filter and no problems, or no filter and at least one problem, whose location's
   *     column is the one-based position in the text
   */
  static Parsed<Filter> read(String text) {
    return FilterParser.read(text);
  }

  /**
   * Reads a filter that must be right.
   *
   * @throws FilterSyntaxException naming every fault with its column
   */
  static Filter parse(String text) {
    Parsed<Filter> parsed = read(text);
    if (!parsed.problems().isEmpty()) {
      throw new FilterSyntaxException(parsed.problems());
    }
    return parsed.values().get(0);
  }

  /** The filter that passes what both pass. */
  default Filter and(Filter other) {
    if (equals(everything())) {
      return other;
    }
    return other.equals(everything()) ? this : new And(List.of(this, other));
  }

  /**
   * All of the parts; no part passes everything. Nested parts are flattened.
   *
   * @param parts the conditions
   */
  record And(List<Filter> parts) implements Filter {
    public And {
      List<Filter> flat = new ArrayList<>();
      for (Filter part : parts) {
        if (part instanceof And and) {
          flat.addAll(and.parts());
        } else {
          flat.add(part);
        }
      }
      parts = List.copyOf(flat);
    }

    @Override
    public boolean matches(Function<GroupKey, String> values) {
      for (Filter part : parts) {
        if (!part.matches(values)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String text() {
      return parts.stream()
          .map(part -> part instanceof Or ? "(" + part.text() + ")" : part.text())
          .collect(Collectors.joining("+"));
    }

    @Override
    public void addKeys(Set<GroupKey> keys) {
      parts.forEach(part -> part.addKeys(keys));
    }
  }

  /**
   * At least one of the parts. Nested parts are flattened.
   *
   * @param parts the conditions, at least two
   */
  record Or(List<Filter> parts) implements Filter {
    public Or {
      List<Filter> flat = new ArrayList<>();
      for (Filter part : parts) {
        if (part instanceof Or or) {
          flat.addAll(or.parts());
        } else {
          flat.add(part);
        }
      }
      if (flat.size() < 2) {
        throw new IllegalArgumentException("an alternative needs two parts");
      }
      parts = List.copyOf(flat);
    }

    @Override
    public boolean matches(Function<GroupKey, String> values) {
      for (Filter part : parts) {
        if (part.matches(values)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String text() {
      return parts.stream().map(Filter::text).collect(Collectors.joining("|"));
    }

    @Override
    public void addKeys(Set<GroupKey> keys) {
      parts.forEach(part -> part.addKeys(keys));
    }
  }

  /**
   * A key compared with values: with any of them, or with none where the operator is negated.
   *
   * @param key what is compared
   * @param operator how
   * @param values at least one
   */
  record Comparison(GroupKey key, Operator operator, List<String> values) implements Filter {
    public Comparison {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("a comparison needs a value");
      }
    }

    @Override
    public boolean matches(Function<GroupKey, String> row) {
      String value = row.apply(key);
      for (String wanted : values) {
        if (operator.matches(value, wanted)) {
          return !operator.negated();
        }
      }
      return operator.negated();
    }

    @Override
    public String text() {
      String field =
          key.name() == GroupKey.Name.TAG ? "tag:" + quoted(key.tag()) : key.name().text();
      return field
          + operator.text()
          + values.stream().map(Comparison::quoted).collect(Collectors.joining(","));
    }

    @Override
    public void addKeys(Set<GroupKey> keys) {
      keys.add(key);
    }

    private static String quoted(String value) {
      return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
  }
}
