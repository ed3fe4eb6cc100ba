package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.Operator;
import java.util.List;
import java.util.function.BiFunction;

/** Writes a filter as an SQL condition over columns. */
final class FilterSql {
  private final SqlWriter out;
  private final BiFunction<GroupKey, SqlWriter, String> column;

  /**
   * A writer of conditions.
   *
   * @param out where to
   * @param column the expression of a key; it may bind values of its own
   */
  FilterSql(SqlWriter out, BiFunction<GroupKey, SqlWriter, String> column) {
    this.out = out;
    this.column = column;
  }

  void write(Filter filter) {
    if (filter instanceof Filter.And and) {
      joined(and.parts(), " AND ", "1");
    } else if (filter instanceof Filter.Or or) {
      joined(or.parts(), " OR ", "0");
    } else if (filter instanceof Filter.Comparison comparison) {
      comparison(comparison);
    } else {
      throw new IllegalStateException("unknown filter " + filter);
    }
  }

  private void joined(List<Filter> parts, String operator, String ofNone) {
    if (parts.isEmpty()) {
      out.add(ofNone);
      return;
    }
    out.add("(");
    for (int i = 0; i < parts.size(); i++) {
      out.add(i > 0 ? operator : "");
      write(parts.get(i));
    }
    out.add(")");
  }

  private void comparison(Filter.Comparison comparison) {
    String left = column.apply(comparison.key(), out);
    out.add(comparison.operator().negated() ? "NOT (" : "(");
    if (comparison.operator().kind() == Operator.Kind.EQUAL) {
      out.add("has(").bindAll(comparison.values()).add(", toString(" + left + "))");
    } else {
      for (int i = 0; i < comparison.values().size(); i++) {
        out.add(i > 0 ? " OR " : "");
        String value = out.parameter("String", comparison.values().get(i));
        out.add(condition(comparison.operator().kind(), left, value));
      }
    }
    out.add(")");
  }

  private static String condition(Operator.Kind kind, String left, String value) {
    return switch (kind) {
      case EQUAL -> left + " = " + value;
      case CONTAINS -> "position(" + left + ", " + value + ") > 0";
      case PREFIX -> "startsWith(" + left + ", " + value + ")";
      case SUFFIX -> "endsWith(" + left + ", " + value + ")";
    };
  }
}
