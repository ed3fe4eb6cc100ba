package io.gpuledger.dashboard.query;

import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendRow;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.streaming.allocation.RowInput;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What bills say of UTC days, by source, commitment and charge category. Rows are streamed: of many
 * scopes and days they are more than fit into memory, so the days are asked for in parts, each of
 * which the engine adds up by itself.
 */
public final class BudgetDayReader {
  private static final int DAYS_AT_ONCE = 31;

  private final Answers answers;

  BudgetDayReader(Answers answers) {
    this.answers = answers;
  }

  /** Takes rows as they come. */
  public interface Reader {
    /**
     * A sum of charges of a day.
     *
     * @param committed of a commitment
     * @param row its values are those of the keys that were asked for
     */
    void read(LocalDate day, String source, boolean committed, String category, SpendRow row);
  }

  /**
   * Reads the days from one to before another.
   *
   * @param keys what the values of rows are of; shared keys where there is no question
   * @param question what counts; empty for everything
   */
  public void read(
      List<GroupKey> keys,
      Optional<SpendQuestion> question,
      LocalDate from,
      LocalDate end,
      Snapshot snapshot,
      Reader reader) {
    for (LocalDate day = from; day.isBefore(end); day = day.plusDays(DAYS_AT_ONCE)) {
      LocalDate next = day.plusDays(DAYS_AT_ONCE);
      BoundSql sql = sql(keys, question, day, next.isBefore(end) ? next : end, snapshot);
      try (RowInput rows = answers.stream(sql)) {
        while (rows.hasNext()) {
          read(rows, keys.size(), reader);
        }
      }
    }
  }

  private static void read(RowInput rows, int keys, Reader reader) {
    LocalDate day = LocalDate.parse(rows.string());
    String source = rows.string();
    boolean committed = rows.string().equals("1");
    String category = rows.string();
    List<String> values = new ArrayList<>(keys);
    for (int i = 0; i < keys; i++) {
      values.add(rows.string());
    }
    reader.read(
        day,
        source,
        committed,
        category,
        new SpendRow(
            values,
            rows.string(),
            Amount.parse(rows.string()),
            Amount.parse(rows.string()),
            new BigInteger(rows.string())));
  }

  private static BoundSql sql(
      List<GroupKey> keys,
      Optional<SpendQuestion> question,
      LocalDate from,
      LocalDate end,
      Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    List<String> names = new ArrayList<>(List.of("d", "s", "committed", "category"));
    out.add("SELECT d, s, toString(committed), category, ");
    for (int i = 0; i < keys.size(); i++) {
      names.add("k" + i);
      out.add("k" + i + ", ");
    }
    names.add("c");
    out.add("c, toString(billed), toString(effective), toString(nanos) FROM (SELECT")
        .add(" toString(day) AS d, toString(source) AS s, commitment != '-' AS committed,")
        .add(" toString(charge_category) AS category, ");
    for (int i = 0; i < keys.size(); i++) {
      out.add("toString(" + CostTable.column(keys.get(i), out) + ") AS k" + i + ", ");
    }
    CostTable table = CostTable.of(question.map(SpendQuestion::keys).orElse(Set.of()), false);
    out.add(BudgetSpendReader.SUMS);
    SnapshotSql.from(out, table.view(), snapshot).add(" WHERE day >= toDate(");
    out.bind("String", from.toString()).add(") AND day < toDate(");
    out.bind("String", end.toString()).add(") AND " + BasisSql.FROM_BILL);
    question.ifPresent(one -> BudgetSpendReader.only(one, out));
    return out.add(" GROUP BY " + String.join(", ", names) + ")").build();
  }
}
