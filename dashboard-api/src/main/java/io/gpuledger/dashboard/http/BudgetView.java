package io.gpuledger.dashboard.http;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.CrossingLedger;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.budget.Standing;
import io.gpuledger.dashboard.forecast.BudgetForecast;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Budgets as answers show them. */
final class BudgetView {
  private BudgetView() {}

  /** What a budget is, without any figure. */
  static Map<String, Object> terms(Budget budget) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", budget.id());
    view.put("version", budget.version());
    view.put("name", budget.name());
    view.put("filter", budget.filter());
    view.put("period", budget.plan().period().kind().code());
    view.put("days", Optional.of(budget.plan().period().days()).filter(days -> days > 0));
    view.put("from", budget.plan().period().from().map(LocalDate::toString));
    view.put("to", budget.plan().period().to().map(LocalDate::toString));
    view.put("zone", budget.plan().period().zone().getId());
    view.put("calendar", budget.plan().period().fiscal() ? "fiscal" : "calendar");
    view.put("unit", budget.plan().unit().code());
    view.put("currency", budget.currency());
    view.put("limit", budget.limit());
    view.put("limits", limits(budget));
    view.put("metric", budget.metric());
    view.put("include", include(budget));
    view.put("thresholds", budget.thresholdPercents());
    Map<String, Object> rollover = new LinkedHashMap<>();
    rollover.put("mode", budget.plan().rollover().mode().code());
    Amount cap = budget.plan().rollover().cap();
    rollover.put("cap", Optional.of(cap).filter(amount -> !amount.isZero()));
    view.put("rollover", rollover);
    view.put("shared", budget.plan().shared());
    view.put("teams", budget.teamScope());
    view.put("owner", budget.owner());
    view.put("delegate", budget.plan().people().delegate());
    view.put("approver", budget.plan().people().approver());
    view.put("costCenter", budget.plan().people().costCenter());
    view.put("channel", budget.channel());
    view.put("origin", budget.fromFile() ? "file" : "api");
    view.put("effectiveFrom", budget.effectiveFrom());
    return view;
  }

  private static Map<String, Amount> limits(Budget budget) {
    return new TreeMap<>(budget.plan().limits());
  }

  /** Each kind of charge with whether it counts; what cannot be told apart always does. */
  private static Map<String, Boolean> include(Budget budget) {
    Map<String, Boolean> include = new LinkedHashMap<>();
    for (ChargePart part : ChargePart.values()) {
      include.put(part.code(), !budget.plan().counted().excluded().contains(part));
    }
    for (String code : new TreeMap<>(ChargePart.NOT_TOLD_APART).keySet()) {
      include.put(code, true);
    }
    return include;
  }

  /** A period of a budget. */
  static Map<String, Object> span(BudgetSpan span, Instant now) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("key", span.key());
    view.put("firstDay", span.firstDay().toString());
    view.put("endDay", span.endDay().toString());
    view.put("start", span.range().start());
    view.put("end", span.range().end());
    view.put("complete", span.isOver(now));
    return view;
  }

  /** What is measured against the limit. */
  static Amount counted(Standing standing, Optional<LiveSpend.Seen> live) {
    return new Spent(standing.spent(), live.flatMap(LiveSpend.Seen::estimate)).counted();
  }

  /** What is spent, by the bill and as estimated. */
  static Map<String, Object> spent(Standing standing, Optional<LiveSpend.Seen> live) {
    Spent spent = new Spent(standing.spent(), live.flatMap(LiveSpend.Seen::estimate));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("counted", spent.counted());
    view.put("fromBill", spent.fromBill());
    view.put("estimated", spent.estimated());
    view.put("estimatedAt", live.map(LiveSpend.Seen::at));
    view.put("estimatedMissing", LiveSpend.estimateMissing(live));
    view.put("settledTo", live.flatMap(LiveSpend.Seen::settledTo).map(LocalDate::toString));
    view.put("unknownDays", live.map(LiveSpend.Seen::unknownDays));
    view.put(
        "estimatedWithout",
        standing.budget().unseenParts().stream().map(ChargePart::code).toList());
    view.put("unpriced", live.map(LiveSpend.Seen::unpriced).orElse(List.of()));
    view.put("notCounted", new TreeMap<>(standing.notCounted()));
    return view;
  }

  /**
   * What the period was last forecast to come to, or why nothing can be said. A limit that is
   * passed has no probability.
   *
   * @param spent by now
   */
  static Map<String, Object> forecast(BudgetForecast made, Standing standing, Amount spent) {
    BudgetForecast forecast = made.atLeast(spent);
    boolean passed = spent.compareTo(standing.limit()) > 0;
    Map<String, Object> view = new LinkedHashMap<>();
    Optional<BudgetForecast.Figures> figures = forecast.figures();
    view.put("expected", figures.map(BudgetForecast.Figures::expected));
    view.put("low80", figures.map(BudgetForecast.Figures::low80));
    view.put("high80", figures.map(BudgetForecast.Figures::high80));
    view.put(
        "breachProbability",
        figures.map(BudgetForecast.Figures::breachProbability).filter(probability -> !passed));
    view.put("limitPassed", passed);
    view.put("settledTo", figures.map(f -> f.settledTo().toString()));
    view.put("origins", figures.map(BudgetForecast.Figures::origins));
    view.put("usualPerHour", figures.map(BudgetForecast.Figures::usualPerHour));
    view.put("missing", Optional.of(forecast.missing()).filter(why -> !why.isEmpty()));
    view.put("madeAt", forecast.madeAt());
    return view;
  }

  /** Adds what only those see who see all of the budget. */
  static void addFigures(
      Map<String, Object> view, Standing standing, Optional<LiveSpend.Seen> live, Instant now) {
    view.put("spent", spent(standing, live));
    // What was overspent before may leave just nothing to spend, of which nothing is a share.
    view.put(
        "spentRatio",
        Optional.of(standing.limit().toBigDecimal())
            .filter(limit -> limit.signum() != 0)
            .map(
                limit ->
                    counted(standing, live)
                        .toBigDecimal()
                        .divide(limit, MathContext.DECIMAL32)
                        .doubleValue()));
    view.put("burnPerHour", live.flatMap(seen -> seen.burn(now)));
    view.put("burnMissing", LiveSpend.burnMissing(live, now));
    view.put("burn", BurnView.of(standing, live, now));
  }

  /** A version in a budget's history. */
  static Map<String, Object> version(BudgetService.BudgetVersion version, Instant now) {
    Map<String, Object> view = terms(version.budget());
    view.put("ended", version.ended());
    view.put("scheduled", version.budget().effectiveFrom().isAfter(now));
    view.put("createdAt", version.createdAt());
    view.put("createdBy", version.createdBy());
    return view;
  }

  static Map<String, Object> crossing(CrossingLedger.Crossing crossing) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("version", crossing.version());
    view.put("period", crossing.period());
    view.put("threshold", crossing.threshold());
    view.put("kind", crossing.kind().code());
    view.put("spent", crossing.spent());
    view.put("at", crossing.at());
    return view;
  }
}
