package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The last thing the spend guard said of each budget and month. It is kept in the operational
 * state, so that a restart forgets nothing; what was never said stays missing.
 */
public final class LiveSpend {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** A burn is that of now only for so long after the scrape that showed it. */
  public static final Duration BURN_HOLDS = Duration.ofMinutes(10);

  /** How long what was said last of a period is kept. */
  static final Duration KEPT = Duration.ofDays(400);

  /** The same of periods that are days, or end with one: there is another every day. */
  static final Duration DAYS_KEPT = Duration.ofDays(20);

  /** What {@link #read} reads. */
  static final String SELECTED =
      "SELECT spent, burn_per_hour, top_holder, top_node, top_user, top_since, unpriced,"
          + " seen_at, settled_to, unknown_days, burn_windows, too_fast_since, told_at,"
          + " told_limit, budget_id, period, version FROM live_spend";

  private final StateStore store;
  private Instant forgotten = Instant.EPOCH;

  public LiveSpend(StateStore store) {
    this.store = store;
  }

  /**
   * What the guard saw.
   *
   * @param spent estimated to date in the period
   * @param burnPerHour what was spent in an hour when it was seen
   * @param cause the holder that burned most then
   * @param unpriced device models in scope whose time has no rate and is not in {@code spent}
   * @param at the latest scrape that is in it
   * @param settledTo the last day that is counted by settled bills
   * @param unknownDays later days with neither samples in scope nor a bill
   * @param burned how fast it was spent lately
   */
  public record Seen(
      Amount spent,
      Amount burnPerHour,
      Optional<AlertFacts.Cause> cause,
      List<String> unpriced,
      Instant at,
      Optional<LocalDate> settledTo,
      int unknownDays,
      LiveBurn burned) {
    public Seen {
      unpriced = List.copyOf(unpriced);
    }

    /** Estimated to date; empty where nothing in scope has a rate, because that is not zero. */
    public Optional<Amount> estimate() {
      return spent.signum() == 0 && !unpriced.isEmpty() ? Optional.empty() : Optional.of(spent);
    }

    /** What is spent in an hour now; empty where it is too old, or nothing in scope has a rate. */
    public Optional<Amount> burn(Instant now) {
      boolean unknown = burnPerHour.signum() == 0 && !unpriced.isEmpty();
      return isOld(now) || unknown ? Optional.empty() : Optional.of(burnPerHour);
    }

    /** Who burns most now, as long as the burn is that of now. */
    public Optional<AlertFacts.Cause> causeNow(Instant now) {
      return isOld(now) ? Optional.empty() : cause;
    }

    /** Days that are not in the estimate, in words. */
    String unknownDaysInWords() {
      return (unknownDays == 1 ? "1 day" : unknownDays + " days")
          + settledTo.map(day -> " after " + DAY.format(day)).orElse(" of the period")
          + (unknownDays == 1 ? " has" : " have")
          + " neither GPU samples in scope nor a bill: not in the estimate to date";
    }

    /** What an hour cost and who burned most when that was last seen; empty while it is of now. */
    Optional<String> oldBurnInWords(Instant now, String currency) {
      return isOld(now)
          ? Optional.of(
              "the burn now: no telemetry in scope since "
                  + MINUTE.format(at)
                  + " UTC; as of then "
                  + currency
                  + " "
                  + burnPerHour.displayed(2).toPlainString()
                  + " per hour"
                  + cause.map(found -> ", most of it by " + found.holder()).orElse(""))
          : Optional.empty();
    }

    boolean isOld(Instant now) {
      return at.isBefore(now.minus(BURN_HOLDS));
    }
  }

  /** Why there is no estimate, in words; empty if there is one. */
  public static Optional<String> estimateMissing(Optional<Seen> seen) {
    if (seen.isEmpty()) {
      return Optional.of(
          "no GPU in scope was priced in this period since the budget took this form, or its bills"
              + " could not be read yet");
    }
    return seen.get().estimate().isPresent()
        ? Optional.empty()
        : Optional.of("no price for " + String.join(", ", seen.get().unpriced()));
  }

  /** Why there is no burn, in words; empty if there is one. */
  public static Optional<String> burnMissing(Optional<Seen> seen, Instant now) {
    if (seen.isEmpty() || seen.get().burn(now).isPresent()) {
      return seen.isEmpty() ? estimateMissing(seen) : Optional.empty();
    }
    return seen.get().isOld(now)
        ? Optional.of("no telemetry in scope since " + seen.get().at())
        : estimateMissing(seen).or(() -> Optional.of("no price for what runs now"));
  }

  /** One thing the guard said. */
  record Report(Budget budget, String period, Seen seen) {}

  /**
   * Keeps reports, all or none; one that is older than what is known changes nothing.
   *
   * @return those that are not older
   */
  List<Report> put(List<Report> reports) {
    if (reports.isEmpty()) {
      return List.of();
    }
    return store.transaction(
        connection -> {
          List<Report> taken = new ArrayList<>();
          for (Report report : reports) {
            if (put(connection, report)) {
              taken.add(report);
            }
          }
          forgetOld(connection, reports.get(reports.size() - 1).seen().at());
          return taken;
        });
  }

  /** Once a day of what is seen; a project and a year may be silent for long. */
  private void forgetOld(Connection connection, Instant newest) throws SQLException {
    if (!newest.isAfter(forgotten.plus(Duration.ofDays(1)))) {
      return;
    }
    forgotten = newest;
    Rows.update(
        connection,
        "DELETE FROM live_spend WHERE seen_at < ? AND period <> ?",
        Rows.time(newest.minus(KEPT)),
        PeriodRule.PROJECT_KEY);
    Rows.update(
        connection,
        "DELETE FROM live_spend WHERE seen_at < ?"
            + " AND period GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'",
        Rows.time(newest.minus(DAYS_KEPT)));
  }

  private static boolean put(Connection connection, Report report) throws SQLException {
    Seen seen = report.seen();
    int rows =
        Rows.update(
            connection,
            "INSERT INTO live_spend (budget_id, period, version, spent, burn_per_hour, top_holder,"
                + " top_node, top_user, top_since, unpriced, seen_at, settled_to, unknown_days,"
                + " burn_windows, too_fast_since, told_at, told_limit)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (budget_id, period) DO UPDATE SET version = excluded.version,"
                + " spent = excluded.spent, burn_per_hour = excluded.burn_per_hour,"
                + " top_holder = excluded.top_holder, top_node = excluded.top_node,"
                + " top_user = excluded.top_user, top_since = excluded.top_since,"
                + " unpriced = excluded.unpriced, seen_at = excluded.seen_at,"
                + " settled_to = excluded.settled_to, unknown_days = excluded.unknown_days,"
                + " burn_windows = excluded.burn_windows,"
                + " too_fast_since = excluded.too_fast_since, told_at = excluded.told_at,"
                + " told_limit = excluded.told_limit"
                + " WHERE excluded.version > version"
                + " OR (excluded.version = version AND (excluded.seen_at > seen_at"
                + " OR (excluded.seen_at = seen_at AND excluded.told_at >= told_at)))",
            report.budget().id(),
            report.period(),
            report.budget().version(),
            seen.spent().toString(),
            seen.burnPerHour().toString(),
            seen.cause().map(AlertFacts.Cause::holder).orElse(""),
            seen.cause().map(AlertFacts.Cause::node).orElse(""),
            seen.cause().map(AlertFacts.Cause::user).orElse(""),
            seen.cause().flatMap(AlertFacts.Cause::since).map(Rows::time).orElse(""),
            String.join("\n", seen.unpriced()),
            Rows.time(seen.at()),
            seen.settledTo().map(LocalDate::toString).orElse(""),
            seen.unknownDays(),
            seen.burned().windowsAsText(),
            seen.burned().tooFastSince().map(Rows::time).orElse(""),
            Rows.time(seen.burned().toldAt()),
            seen.burned().limit().toString());
    return rows > 0;
  }

  /** The last figure for this version of the budget. */
  public Optional<Seen> find(Budget budget, String period) {
    return store.transaction(
        connection ->
            Rows.first(
                connection,
                SELECTED + " WHERE budget_id = ? AND period = ? AND version = ?",
                LiveSpend::read,
                budget.id(),
                period,
                budget.version()));
  }

  /** What a period has come to by now: by the bill, or by the estimate where that is larger. */
  public Amount counted(Standing standing) {
    Optional<Amount> estimate =
        find(standing.budget(), standing.span().key()).flatMap(Seen::estimate);
    return new Spent(standing.spent(), estimate).counted();
  }

  /**
   * Device models without a rate in the scope of any budget in force, each in the period of its own
   * that runs.
   */
  public List<String> unpriced(BudgetService budgets, Instant now) {
    BudgetMeter meter = budgets.meter();
    return inScope().stream()
        .filter(
            scope ->
                budgets
                    .find(scope.budgetId())
                    .filter(budget -> budget.version() == scope.version())
                    .flatMap(budget -> meter.spanAt(budget, now))
                    .filter(span -> span.key().equals(scope.period()))
                    .isPresent())
        .flatMap(scope -> scope.models().lines())
        .distinct()
        .sorted()
        .toList();
  }

  /** Models without a rate that were seen in a period. */
  private record Unpriced(String budgetId, long version, String period, String models) {}

  private List<Unpriced> inScope() {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT budget_id, version, period, unpriced FROM live_spend WHERE unpriced <> ''",
                row ->
                    new Unpriced(
                        row.getString(1), row.getLong(2), row.getString(3), row.getString(4))));
  }

  static Seen read(ResultSet row) throws SQLException {
    String holder = row.getString(3);
    String since = row.getString(6);
    Optional<AlertFacts.Cause> cause =
        holder.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new AlertFacts.Cause(
                    holder,
                    row.getString(4),
                    row.getString(5),
                    since.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(since))));
    return new Seen(
        Amount.parse(row.getString(1)),
        Amount.parse(row.getString(2)),
        cause,
        row.getString(7).lines().toList(),
        Instant.parse(row.getString(8)),
        Optional.of(row.getString(9)).filter(day -> !day.isEmpty()).map(LocalDate::parse),
        row.getInt(10),
        LiveBurn.read(row.getString(11), row.getString(12), row.getString(13), row.getString(14)));
  }
}
