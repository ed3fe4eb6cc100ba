package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.GroupKey;
import java.util.Locale;
import java.util.Set;

/** Where a question about money is answered from: the smallest table that knows all its keys. */
enum CostTable {
  DAILY("cost_daily_as_of"),
  DETAIL_DAILY("cost_detail_daily_as_of"),
  LINES("allocation_lines_as_of");

  private final String view;

  CostTable(String view) {
    this.view = view;
  }

  /** The parameterised view that holds the snapshot rule. */
  String view() {
    return view;
  }

  /**
   * How many lines lack a cost, as an aggregate; a charge without billed cost is never accepted.
   */
  String linesWithout(CostQuery.Metric metric) {
    String name = metric.name().toLowerCase(Locale.ROOT);
    return switch (metric) {
      case BILLED -> "toUInt64(0)";
      case EFFECTIVE, LIST, CONTRACTED ->
          this == LINES
              ? "countIf(bitTest(absent_costs, " + metric.absentBit() + "))"
              : "sum(" + name + "_absent)";
    };
  }

  /** The smallest table that has the keys. */
  static CostTable of(Set<GroupKey> keys, boolean hours) {
    if (hours) {
      return LINES;
    }
    boolean detail = keys.stream().anyMatch(key -> key.grain() == GroupKey.Grain.DETAIL);
    return detail ? DETAIL_DAILY : DAILY;
  }

  /** The expression of a key; the key of a tag is bound. */
  static String column(GroupKey key, SqlWriter out) {
    if (key.name() == GroupKey.Name.TAG) {
      String tag = "tags[" + out.parameter("String", key.tag()) + "]";
      return "if(" + tag + " = '', '-', " + tag + ")";
    }
    return key.name().name().toLowerCase(Locale.ROOT);
  }
}
