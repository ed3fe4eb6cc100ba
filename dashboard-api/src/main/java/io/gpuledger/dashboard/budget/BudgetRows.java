package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.Rollover;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Versions of budgets in table {@code budgets}. */
final class BudgetRows {
  private static final String COLUMNS =
      "budget_id, version, name, filter, currency, limit_amount, thresholds, owner, channel,"
          + " origin, effective_from, period, period_days, period_from, period_to, zone, fiscal,"
          + " unit, metric, excluded, limits, rollover, rollover_cap, shared, delegate, approver,"
          + " cost_center";

  private static final String SELECT = "SELECT " + COLUMNS;

  private static final String OF_NEWEST =
      " FROM budgets b WHERE deleted = %d AND version ="
          + " (SELECT max(version) FROM budgets n WHERE n.budget_id = b.budget_id%s)";

  private static final String NEWEST = SELECT + OF_NEWEST;

  private BudgetRows() {}

  /**
   * A version with its story.
   *
   * @param deleted whether it ended the budget
   */
  record Told(Budget budget, boolean deleted, String createdAt, String createdBy) {}

  /** The versions that hold at an instant, by name. One that begins later does not hold yet. */
  static List<Budget> inForce(Connection connection, Instant at) throws SQLException {
    return Rows.list(
        connection,
        NEWEST.formatted(0, " AND n.effective_from <= ?") + " ORDER BY name, budget_id",
        BudgetRows::read,
        Rows.time(at));
  }

  /** The name of a version, under which nothing is ever written again. */
  record Version(String budgetId, long number) {}

  /** The names of what {@link #inForce(Connection, Instant)} gives, in its order. */
  static List<Version> namesInForce(Connection connection, Instant at) throws SQLException {
    return Rows.list(
        connection,
        "SELECT budget_id, version"
            + OF_NEWEST.formatted(0, " AND n.effective_from <= ?")
            + " ORDER BY name, budget_id",
        row -> new Version(row.getString(1), row.getLong(2)),
        Rows.time(at));
  }

  static Optional<Budget> inForce(Connection connection, Instant at, String id)
      throws SQLException {
    return Rows.first(
        connection,
        NEWEST.formatted(0, " AND n.effective_from <= ?") + " AND budget_id = ?",
        BudgetRows::read,
        Rows.time(at),
        id);
  }

  /** The newest version of each that has not ended, whenever it begins. */
  static List<Budget> newest(Connection connection) throws SQLException {
    return Rows.list(
        connection, NEWEST.formatted(0, "") + " ORDER BY name, budget_id", BudgetRows::read);
  }

  static Optional<Budget> newest(Connection connection, String id) throws SQLException {
    return Rows.first(
        connection, NEWEST.formatted(0, "") + " AND budget_id = ?", BudgetRows::read, id);
  }

  /** The last version of each that has ended. */
  static List<Budget> ended(Connection connection) throws SQLException {
    return Rows.list(connection, NEWEST.formatted(1, ""), BudgetRows::read);
  }

  /** Every version that a budget ever had, in order. */
  static List<Told> history(Connection connection, String id) throws SQLException {
    return Rows.list(
        connection,
        SELECT
            + ", deleted, created_at, created_by FROM budgets WHERE budget_id = ?"
            + " ORDER BY version",
        row ->
            new Told(
                read(row),
                row.getInt("deleted") != 0,
                row.getString("created_at"),
                row.getString("created_by")),
        id);
  }

  /** The first version of each budget since it was last ended. */
  static List<Budget> first(Connection connection, List<String> ids) throws SQLException {
    String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
    return Rows.list(
        connection,
        SELECT
            + " FROM budgets b WHERE budget_id IN ("
            + marks
            + ") AND version = (SELECT min(version) FROM budgets n WHERE n.budget_id = b.budget_id"
            + " AND n.version > coalesce((SELECT max(version) FROM budgets d"
            + " WHERE d.budget_id = b.budget_id AND d.deleted = 1), 0))",
        BudgetRows::read,
        ids.toArray());
  }

  static long lastVersion(Connection connection, String id) throws SQLException {
    return Rows.first(
            connection,
            "SELECT coalesce(max(version), 0) FROM budgets WHERE budget_id = ?",
            row -> row.getLong(1),
            id)
        .orElse(0L);
  }

  static void insert(
      Connection connection, Budget budget, boolean deleted, Instant now, String user)
      throws SQLException {
    BudgetPlan plan = budget.plan();
    List<Object> values =
        new ArrayList<>(
            List.of(
                budget.id(),
                budget.version(),
                budget.name(),
                budget.filter(),
                budget.currency(),
                budget.limit().toString(),
                budget.thresholdPercents().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(",")),
                budget.owner(),
                budget.channel(),
                budget.fromFile() ? "file" : "api",
                Rows.time(budget.effectiveFrom())));
    values.addAll(
        List.of(
            plan.period().kind().code(),
            plan.period().days(),
            plan.period().from().map(LocalDate::toString).orElse(""),
            plan.period().to().map(LocalDate::toString).orElse(""),
            plan.period().zone().getId(),
            plan.period().fiscal() ? 1 : 0));
    values.addAll(
        List.of(
            plan.unit().code(),
            budget.metric(),
            plan.counted().excluded().stream()
                .map(ChargePart::code)
                .collect(Collectors.joining(",")),
            plan.limits().entrySet().stream()
                .map(limit -> limit.getKey() + "=" + limit.getValue())
                .collect(Collectors.joining("\n")),
            plan.rollover().mode().code(),
            plan.rollover().cap().toString(),
            plan.shared() ? 1 : 0,
            plan.people().delegate(),
            plan.people().approver(),
            plan.people().costCenter()));
    values.addAll(List.of(deleted ? 1 : 0, Rows.time(now), user));
    String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
    Rows.update(
        connection,
        "INSERT INTO budgets ("
            + COLUMNS
            + ", deleted, created_at, created_by) VALUES ("
            + marks
            + ")",
        values.toArray());
  }

  private static Budget read(ResultSet row) throws SQLException {
    return new Budget(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Amount.parse(row.getString(6)),
        Arrays.stream(row.getString(7).split(",", -1)).map(Integer::valueOf).toList(),
        row.getString(8),
        row.getString(9),
        row.getString(10).equals("file"),
        Instant.parse(row.getString(11)),
        plan(row));
  }

  private static BudgetPlan plan(ResultSet row) throws SQLException {
    return new BudgetPlan(
        new PeriodRule(
            PeriodKind.of(row.getString(12)).orElseThrow(),
            row.getInt(13),
            day(row.getString(14)),
            day(row.getString(15)),
            ZoneId.of(row.getString(16)),
            row.getInt(17) != 0),
        BudgetUnit.of(row.getString(18)).orElseThrow(),
        new Counted(
            Counted.Metric.valueOf(row.getString(19).toUpperCase(Locale.ROOT)),
            parts(row.getString(20))),
        limits(row.getString(21)),
        new Rollover(
            Rollover.Mode.of(row.getString(22)).orElseThrow(), Amount.parse(row.getString(23))),
        row.getInt(24) != 0,
        new BudgetPlan.People(row.getString(25), row.getString(26), row.getString(27)));
  }

  private static Optional<LocalDate> day(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
  }

  private static Set<ChargePart> parts(String text) {
    Set<ChargePart> parts = EnumSet.noneOf(ChargePart.class);
    for (String code : text.split(",", -1)) {
      ChargePart.of(code).ifPresent(parts::add);
    }
    return parts;
  }

  private static SortedMap<String, Amount> limits(String text) {
    SortedMap<String, Amount> limits = new TreeMap<>();
    text.lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              limits.put(line.substring(0, equals), Amount.parse(line.substring(equals + 1)));
            });
    return limits;
  }
}
