package io.gpuledger.dashboard.query;

import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.SpendBook;
import io.gpuledger.cost.budget.SpendIndex;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendRow;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What bills say of periods. A period of whole UTC days is read from daily sums. Where it begins or
 * ends within one, lines of that day are read, and a line counts where its use begins: so periods
 * that follow each other share out every line once, and what is billed by the hour or finer goes by
 * the hours of the period.
 */
public final class BudgetSpendReader {
  /** Most sums of a period that are read at once; of more, each question is asked by itself. */
  static final int ROWS_LIMIT = 500_000;

  /** Sums of one question by currency: rows without keys. */
  private static final int CURRENCIES_LIMIT = 1_000;

  static final String SUMS =
      "toString(currency) AS c, sum(toDecimal256(billed_cost, 18)) AS billed,"
          + " ifNull(sum(toDecimal256(effective_cost, 18)), toDecimal256(0, 18)) AS effective,"
          + " sumIf(toInt128(device_nanos), state NOT IN ('not_gpu', 'unused_commitment'))"
          + " AS nanos";

  private final Answers answers;

  BudgetSpendReader(Answers answers) {
    this.answers = answers;
  }

  /**
   * A part of a period.
   *
   * @param whole whether it is whole UTC days
   */
  private record Part(TimeRange range, boolean whole) {}

  /** What each question comes to; all are answered from one reading of the sums by shared keys. */
  public Optional<Map<SpendQuestion, SpendTotal>> totals(
      SpendIndex questions, TimeRange period, Snapshot snapshot) {
    return rows(questions, period, snapshot)
        .map(
            rows -> {
              SpendBook book = new SpendBook(questions);
              rows.forEach(book::add);
              return book.totals();
            });
  }

  /** Sums of a period by the keys of some questions, all shared; empty if they are too many. */
  public Optional<List<SpendRow>> rows(SpendIndex questions, TimeRange period, Snapshot snapshot) {
    List<GroupKey> keys = questions.keys();
    List<SpendRow> rows = new ArrayList<>();
    for (Part part : parts(period)) {
      CostTable table = part.whole() ? CostTable.DAILY : CostTable.LINES;
      int limit = ROWS_LIMIT + 1 - rows.size();
      for (List<String> row :
          answers.rows(sums(keys, Optional.empty(), table, part, limit, snapshot))) {
        rows.add(row(row, keys.size()));
      }
      if (rows.size() > ROWS_LIMIT) {
        return Optional.empty();
      }
    }
    return Optional.of(rows);
  }

  /** What one question comes to, whatever keys it looks at. */
  public SpendTotal total(SpendQuestion question, TimeRange period, Snapshot snapshot) {
    SpendTotal total = SpendTotal.NOTHING;
    for (Part part : parts(period)) {
      CostTable table = part.whole() ? CostTable.of(question.keys(), false) : CostTable.LINES;
      BoundSql sql =
          sums(List.of(), Optional.of(question), table, part, CURRENCIES_LIMIT, snapshot);
      Map<String, Amount> byCurrency = new LinkedHashMap<>();
      BigInteger nanos = BigInteger.ZERO;
      for (List<String> text : answers.rows(sql)) {
        SpendRow row = row(text, 0);
        byCurrency.put(row.currency(), row.cost(question.counted().metric()));
        nanos = nanos.add(row.deviceNanos());
      }
      total = total.plus(new SpendTotal(byCurrency, nanos));
    }
    return total;
  }

  /** What the parts of a question come to, by the values of some keys. */
  public Map<List<String>, SpendTotal> byKeys(
      SpendQuestion question, List<GroupKey> keys, TimeRange period, Snapshot snapshot) {
    Set<GroupKey> all = new TreeSet<>(question.keys());
    all.addAll(keys);
    Map<List<String>, SpendTotal> totals = new LinkedHashMap<>();
    for (Part part : parts(period)) {
      CostTable table = part.whole() ? CostTable.of(all, false) : CostTable.LINES;
      BoundSql sql = sums(keys, Optional.of(question), table, part, ROWS_LIMIT, snapshot);
      for (List<String> text : answers.rows(sql)) {
        SpendRow row = row(text, keys.size());
        totals.merge(
            row.values(),
            new SpendTotal(
                Map.of(row.currency(), row.cost(question.counted().metric())), row.deviceNanos()),
            SpendTotal::plus);
      }
    }
    return totals;
  }

  private static SpendRow row(List<String> row, int keys) {
    return new SpendRow(
        row.subList(0, keys),
        row.get(keys),
        Amount.parse(row.get(keys + 1)),
        Amount.parse(row.get(keys + 2)),
        new BigInteger(row.get(keys + 3)));
  }

  private static List<Part> parts(TimeRange period) {
    Instant firstWhole = period.start().truncatedTo(ChronoUnit.DAYS);
    if (!firstWhole.equals(period.start())) {
      firstWhole = firstWhole.plus(1, ChronoUnit.DAYS);
    }
    Instant lastWhole = period.end().truncatedTo(ChronoUnit.DAYS);
    List<Part> parts = new ArrayList<>();
    if (firstWhole.isAfter(lastWhole)) {
      return List.of(new Part(period, false));
    }
    add(parts, period.start(), firstWhole, false);
    add(parts, firstWhole, lastWhole, true);
    add(parts, lastWhole, period.end(), false);
    return parts;
  }

  private static void add(List<Part> parts, Instant start, Instant end, boolean whole) {
    if (start.isBefore(end)) {
      parts.add(new Part(new TimeRange(start, end), whole));
    }
  }

  private static BoundSql sums(
      List<GroupKey> keys,
      Optional<SpendQuestion> question,
      CostTable table,
      Part part,
      int limit,
      Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    List<String> names = new ArrayList<>();
    out.add("SELECT ");
    for (int i = 0; i < keys.size(); i++) {
      out.add("toString(" + CostTable.column(keys.get(i), out) + ") AS k" + i + ", ");
      names.add("k" + i);
    }
    names.add("c");
    out.add(SUMS);
    SnapshotSql.from(out, table.view(), snapshot).add(" WHERE day >= toDate(");
    out.bind(SnapshotSql.INSTANT, SnapshotSql.seconds(part.range().start()));
    out.add(") AND day < toDate(")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(part.range().end()))
        .add(" + toIntervalSecond(86399)) AND " + BasisSql.FROM_BILL);
    if (!part.whole()) {
      SnapshotSql.within(out.add(" AND "), "usage_start", part.range());
    }
    question.ifPresent(one -> only(one, out));
    return out.add(" GROUP BY " + String.join(", ", names) + " LIMIT ")
        .bind("UInt32", String.valueOf(limit))
        .build();
  }

  /** Further conditions that leave out what does not count for a question. */
  static void only(SpendQuestion question, SqlWriter out) {
    new FilterSql(out.add(" AND "), CostTable::column).write(question.filter());
    question.counted().excluded().forEach(excluded -> out.add(without(excluded)));
  }

  /** A further condition that leaves a part out. */
  static String without(ChargePart part) {
    return switch (part) {
      case CREDITS -> " AND charge_category != 'Credit'";
      case TAX -> " AND charge_category != 'Tax'";
      case PURCHASES -> " AND charge_category != 'Purchase'";
      case SUPPORT -> " AND position(lower(service), 'support') = 0";
      case UNUSED_COMMITMENT -> " AND state != 'unused_commitment'";
    };
  }
}
