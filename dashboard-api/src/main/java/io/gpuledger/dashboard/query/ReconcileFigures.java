package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.reconcile.Finding;
import io.gpuledger.cost.reconcile.Findings;
import io.gpuledger.cost.reconcile.ReconciledRow;
import io.gpuledger.cost.reconcile.ReconciledTotal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reconciled rows of a question by group and currency, their totals and findings. */
public final class ReconcileFigures {
  private final ReconcileQuery query;
  private final Map<Group, ReconciledTotal> groups = new LinkedHashMap<>();
  private final TreeMap<String, ReconciledTotal> totals = new TreeMap<>();
  private final Findings findings = new Findings();

  ReconcileFigures(ReconcileQuery query) {
    this.query = query;
  }

  /**
   * What a row of the answer is of.
   *
   * @param keys by name
   * @param currency {@code -} where nothing was ever billed
   */
  public record Group(Map<String, String> keys, String currency) {
    public Group {
      keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }
  }

  /** A row of the answer. */
  public record Row(Group group, ReconciledTotal total) {}

  void add(ReconciledRow row) {
    if (!query.matches(row)) {
      return;
    }
    String currency = row.key().currency();
    groups
        .computeIfAbsent(new Group(query.by().group(row), currency), key -> new ReconciledTotal())
        .add(row);
    totals.computeIfAbsent(currency, key -> new ReconciledTotal()).add(row);
    findings.add(row);
  }

  /** Money of the range that is in no line. */
  void unexplained(String currency, Amount amount) {
    if (!amount.isZero()) {
      totals.computeIfAbsent(currency, key -> new ReconciledTotal()).addUnexplained(amount);
    }
  }

  public ReconcileQuery query() {
    return query;
  }

  /** The largest rows of each currency, days in their order. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    groups.forEach((group, total) -> rows.add(new Row(group, total)));
    Comparator<Row> order =
        query.by() == ReconcileQuery.By.DAY
            ? Comparator.comparing(row -> row.group.keys().toString())
            : Comparator.comparing(
                    (Row row) -> row.total.billed().toBigDecimal().abs(), Comparator.reverseOrder())
                .thenComparing(
                    row -> row.total.paidMinusValidNanos().abs(), Comparator.reverseOrder())
                .thenComparing(row -> row.group.keys().toString());
    rows.sort(Comparator.comparing((Row row) -> row.group.currency()).thenComparing(order));
    Map<String, Integer> counts = new TreeMap<>();
    rows.removeIf(row -> counts.merge(row.group.currency(), 1, Integer::sum) > query.limit());
    return rows;
  }

  /** By currency. */
  public Map<String, ReconciledTotal> totals() {
    return Collections.unmodifiableMap(totals);
  }

  /** How many rows there are, shown or not. */
  public int groups() {
    return groups.size();
  }

  /** The gravest first. */
  public List<Finding> findings() {
    return findings.list();
  }
}
