package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.reconcile.ReconciledRow;
import io.gpuledger.cost.time.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What was billed beside what telemetry saw.
 *
 * @param range whole UTC days of usage
 * @param by what a row is
 * @param metric which cost; only billed cost is on an invoice
 * @param filter over {@link #KEYS}
 * @param limit rows of a currency at most; the rest is its {@code other}
 */
public record ReconcileQuery(
    TimeRange range, By by, CostQuery.Metric metric, Filter filter, int limit) {
  /** Longest range. */
  static final Duration RANGE_LIMIT = Duration.ofDays(100);

  /** Keys of the filter. Keys of owners, holders and states would tear a machine's hours apart. */
  static final Set<Name> KEYS =
      Set.of(
          Name.PROVIDER,
          Name.SOURCE,
          Name.ACCOUNT,
          Name.INVOICE,
          Name.SKU,
          Name.RESOURCE,
          Name.CURRENCY,
          Name.CLUSTER,
          Name.NODE);

  /** What a row is of. */
  public enum By {
    INVOICE(Name.SOURCE, Name.INVOICE),
    SKU(Name.SOURCE, Name.SKU),
    DAY(),
    RESOURCE(Name.SOURCE, Name.RESOURCE, Name.CLUSTER, Name.NODE),
    /** Invoice, SKU and day: the finest money of a bill. */
    LINE(Name.SOURCE, Name.INVOICE, Name.SKU);

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable; its type does not say so.
    private final List<Name> keys;

    By(Name... keys) {
      this.keys = List.of(keys);
    }

    /** The group that a row belongs to. */
    Map<String, String> group(ReconciledRow row) {
      Map<String, String> group = new LinkedHashMap<>();
      if (this == DAY || this == LINE) {
        group.put("day", row.day().toString());
      }
      keys.forEach(key -> group.put(key.text(), value(row, key)));
      return group;
    }
  }

  /** What is wrong with the question; empty if nothing is. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>(CostQuery.dayFaults(range));
    if (range.length().compareTo(RANGE_LIMIT) > 0) {
      faults.add("a reconciliation covers at most " + RANGE_LIMIT.toDays() + " days");
    }
    for (GroupKey key : filter.keys()) {
      if (!KEYS.contains(key.name())) {
        faults.add(
            key
                + " does not filter a reconciliation, because a machine is compared whole; known:"
                + " account, cluster, currency, invoice, node, provider, resource, sku, source");
      }
    }
    return faults;
  }

  /** Whether the filter passes a row. */
  boolean matches(ReconciledRow row) {
    Function<GroupKey, String> values = key -> value(row, key.name());
    return filter.matches(values);
  }

  private static String value(ReconciledRow row, Name key) {
    return switch (key) {
      case PROVIDER -> row.key().provider();
      case SOURCE -> row.key().source();
      case ACCOUNT -> row.key().account();
      case INVOICE -> row.key().invoice();
      case SKU -> row.key().sku();
      case RESOURCE -> row.key().resource();
      case CURRENCY -> row.key().currency();
      case CLUSTER -> row.cluster();
      case NODE -> row.node();
      default -> throw new IllegalArgumentException(key + " is no key of a reconciliation");
    };
  }
}
