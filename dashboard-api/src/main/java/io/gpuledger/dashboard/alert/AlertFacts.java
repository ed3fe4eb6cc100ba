package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What is known when a budget passes a threshold. A part that is not known is empty, never made up.
 *
 * @param budget the budget and its version
 * @param period key of the period, e.g. {@code 2026-10}, {@code 2026-W48}
 * @param thresholdPercents every one passed at once, ascending; not empty
 * @param kind by which view of the spend they were passed
 * @param spent what is spent in the period, by both views
 * @param burnPerHour what is spent now in an hour
 * @param cause the holder that burns most now
 * @param drivers largest parts, largest first; at most three are shown
 * @param unknowns what the figures do not cover, in words
 * @param seenAt when it was seen
 * @param forecast what the period will come to, as it was last computed
 * @param paces how fast it was spent lately, the longest window first
 */
public record AlertFacts(
    BudgetFacts budget,
    String period,
    List<Integer> thresholdPercents,
    SpendKind kind,
    Spent spent,
    Optional<Amount> burnPerHour,
    Optional<Cause> cause,
    List<Driver> drivers,
    List<String> unknowns,
    Instant seenAt,
    Optional<Forecast> forecast,
    List<Pace> paces)
    implements AlertContent {
  public AlertFacts {
    thresholdPercents = thresholdPercents.stream().sorted().distinct().toList();
    drivers = List.copyOf(drivers);
    unknowns = List.copyOf(unknowns);
    paces = List.copyOf(paces);
    if (thresholdPercents.isEmpty()) {
      throw new IllegalArgumentException("no threshold was passed");
    }
  }

  /** Facts without a forecast. */
  public AlertFacts(
      BudgetFacts budget,
      String period,
      List<Integer> thresholdPercents,
      SpendKind kind,
      Spent spent,
      Optional<Amount> burnPerHour,
      Optional<Cause> cause,
      List<Driver> drivers,
      List<String> unknowns,
      Instant seenAt) {
    this(
        budget,
        period,
        thresholdPercents,
        kind,
        spent,
        burnPerHour,
        cause,
        drivers,
        unknowns,
        seenAt,
        Optional.empty(),
        List.of());
  }

  /** The same facts, of some of the thresholds alone. */
  AlertFacts of(List<Integer> thresholds) {
    return new AlertFacts(
        budget,
        period,
        thresholds,
        kind,
        spent,
        burnPerHour,
        cause,
        drivers,
        unknowns,
        seenAt,
        forecast,
        paces);
  }

  @Override
  public AlertKind alertKind() {
    return AlertKind.of(kind);
  }

  @Override
  public AlertSeverity severity() {
    return alertKind().severity();
  }

  @Override
  public List<String> teamScope() {
    return budget.teamScope();
  }

  @Override
  public String owner() {
    return budget.owner();
  }

  @Override
  public Words words(Envelope envelope, Markup markup) {
    return new AlertWords(this, envelope, markup);
  }

  @Override
  public String source() {
    return cause.map(Cause::node).filter(node -> !node.isEmpty()).orElse("budget " + budget.name());
  }

  @Override
  public String component() {
    return cause.map(Cause::holder).orElse("");
  }

  @Override
  public boolean isBreach() {
    return budget.limit().compareTo(spent.counted()) <= 0;
  }

  @Override
  public void write(ObjectNode data) {
    ObjectNode about = data.putObject("budget");
    about.put("id", budget.id());
    about.put("version", budget.version());
    about.put("name", budget.name());
    about.put("filter", budget.filter());
    about.put("owner", budget.owner());
    about.put("currency", budget.currency());
    about.put("limit", budget.limit().toString());
    CloudEventForm.strings(about.putArray("teams"), budget.teamScope());
    data.put("period", period);
    ArrayNode thresholds = data.putArray("thresholdPercents");
    thresholdPercents.forEach(thresholds::add);
    data.put("kind", kind.code());
    ObjectNode sums = data.putObject("spent");
    sums.put("counted", spent.counted().toString());
    sums.put("fromBill", spent.fromBill().toString());
    sums.put("estimated", spent.estimated().map(Amount::toString).orElse(null));
    data.put("burnPerHour", burnPerHour.map(Amount::toString).orElse(null));
    ArrayNode lately = data.putArray("burn");
    paces.forEach(
        pace ->
            lately
                .addObject()
                .put("window", pace.window().toString())
                .put("pace", pace.times().toPlainString()));
    forecast.ifPresent(
        found -> {
          ObjectNode ahead = data.putObject("forecast");
          ahead.put("expected", found.expected().toString());
          ahead.put("low80", found.low80().toString());
          ahead.put("high80", found.high80().toString());
          ahead.put("breachProbability", isLimitPassed() ? null : found.breachProbability());
          ahead.put("settledTo", found.settledTo().toString());
          ahead.put("usualPerHour", found.usualPerHour().toString());
        });
    cause.ifPresent(found -> CloudEventForm.cause(data.putObject("cause"), found));
    ArrayNode parts = data.putArray("drivers");
    drivers.forEach(
        driver ->
            parts.addObject().put("name", driver.name()).put("amount", driver.amount().toString()));
    CloudEventForm.strings(data.putArray("unknowns"), unknowns);
  }

  /** Whether the limit is passed as a fact, of which there is no probability. */
  boolean isLimitPassed() {
    return spent.counted().compareTo(budget.limit()) > 0;
  }

  /**
   * The budget as the message needs it.
   *
   * @param teamScope teams that the filter is confined to, empty where it is not
   * @param currency of the limit, or what is counted instead of money
   * @param zone whose days the period has
   * @param metric which cost counts: {@code billed} or {@code effective}
   */
  public record BudgetFacts(
      String id,
      long version,
      String name,
      String filter,
      List<String> teamScope,
      String currency,
      Amount limit,
      String owner,
      String channel,
      String zone,
      String metric) {
    public BudgetFacts {
      teamScope = List.copyOf(teamScope);
    }

    /** A budget of days of UTC and billed cost. */
    public BudgetFacts(
        String id,
        long version,
        String name,
        String filter,
        List<String> teamScope,
        String currency,
        Amount limit,
        String owner,
        String channel) {
      this(id, version, name, filter, teamScope, currency, limit, owner, channel, "UTC", "billed");
    }
  }

  /**
   * Who burns most now.
   *
   * @param holder key of the holder, e.g. {@code pod:search/train-7}
   * @param node where, or empty
   * @param user who runs it, or empty where telemetry does not say
   * @param since since when
   */
  public record Cause(String holder, String node, String user, Optional<Instant> since) {}

  /**
   * What the period will come to.
   *
   * @param low80 lower end of the interval that holds it four times out of five
   * @param high80 its upper end
   * @param breachProbability that it passes the limit, above 0 and below 1
   * @param settledTo the last day whose bills are complete
   * @param usualPerHour mean hour of the last four settled weeks
   */
  public record Forecast(
      Amount expected,
      Amount low80,
      Amount high80,
      double breachProbability,
      LocalDate settledTo,
      Amount usualPerHour) {}

  /**
   * How fast a budget was spent in a window of the time just over.
   *
   * @param times of the even pace of its period, to one decimal
   */
  public record Pace(Duration window, BigDecimal times) {
    /** All of them in words: {@code burns 3.2 times its even pace over 6 h, 4.1 over 1 h}. */
    public static String words(List<Pace> paces) {
      StringBuilder text = new StringBuilder();
      for (Pace pace : paces) {
        boolean first = text.isEmpty();
        text.append(first ? "burns " : ", ")
            .append(pace.times.toPlainString())
            .append(first ? " times its even pace over " : " over ")
            .append(length(pace.window));
      }
      return text.toString();
    }

    private static String length(Duration window) {
      return window.toMinutes() % 60 == 0 ? window.toHours() + " h" : window.toMinutes() + " min";
    }
  }

  /** One of the largest parts of the spend. */
  public record Driver(String name, Amount amount) {}
}
