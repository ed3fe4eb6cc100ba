package io.gpuledger.dashboard.bench;

import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.budget.AlertRouting;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetDraft;
import io.gpuledger.dashboard.budget.BudgetEvaluator;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.budget.Standing;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.forecast.BudgetForecast;
import io.gpuledger.dashboard.forecast.BudgetForecaster;
import io.gpuledger.dashboard.forecast.ForecastStore;
import io.gpuledger.dashboard.launcher.BenchInstance;
import io.gpuledger.dashboard.ledger.SqlBudgetFigures;
import io.gpuledger.dashboard.ledger.SqlForecastFigures;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.sql.client.LedgerClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** As many budgets as may be made in the product, evaluated and forecast. */
public final class BudgetsBench {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-10-20T12:00:00Z"), ZoneOffset.UTC);

  /** First day that is not billed; the days before it are the history of the forecasts. */
  private static final LocalDate END = LocalDate.of(2026, 10, 20);

  private static final int HISTORY_DAYS = 140;
  private static final Instant PUBLISHED = Instant.parse("2026-11-02T00:00:00Z");

  /**
   * What was measured.
   *
   * @param budgets of a team, a project and a service each, in 8,000 scopes
   * @param dailyRows sums by day that they are measured on
   * @param firstEvaluationMillis from cold code
   * @param evaluationMillisP50 of two months of each, after something was published
   * @param evaluationMillisP95 the same
   * @param unchangedMillisP50 the same where nothing was published since
   * @param rawEngineMillis the engine alone adding up the same sums of both months
   * @param forecastMillis forecasts of all of them
   * @param forecastAgainMillis a look that finds nothing new
   * @param forecasts that say something
   */
  public record Figures(
      long budgets,
      long dailyRows,
      long firstEvaluationMillis,
      long evaluationMillisP50,
      long evaluationMillisP95,
      long unchangedMillisP50,
      long rawEngineMillis,
      long forecastMillis,
      long forecastAgainMillis,
      long forecasts) {}

  private final LedgerClient client;
  private final StateStore store;
  private final BudgetService budgets;
  private final SqlBudgetFigures figures;
  private final LedgerReader reader;
  private final Consumer<String> progress;
  private int publications;

  private BudgetsBench(LedgerClient client, StateStore store, Consumer<String> progress) {
    this.client = client;
    this.store = store;
    this.progress = progress;
    this.reader =
        new LedgerReader(
            client, () -> RulesInForce.of(Estate.rules().ownership()), LiveFacts.NONE, CLOCK);
    this.figures = new SqlBudgetFigures(reader);
    this.budgets =
        new BudgetService(
            store,
            CLOCK,
            () -> LedgerConfig.defaults().alerts(),
            new BudgetService.BudgetListener() {
              @Override
              public void changed(Budget budget) {
                // Nobody watches.
              }

              @Override
              public void deleted(Budget budget) {
                // Nobody watches.
              }
            });
  }

  /** Measures so many budgets in an empty directory, each evaluation so often. */
  public static Figures run(Path directory, int count, int rounds, Consumer<String> progress) {
    try (BenchInstance instance = BenchInstance.open(directory.resolve("data"), progress);
        StateStore store = StateStore.open(directory.resolve("state.db"))) {
      Estate estate = new Estate(2, 8);
      estate.fill(instance.client(), progress);
      instance.allocation(Estate.rules()).runPending();
      return new BudgetsBench(instance.client(), store, progress).measure(count, rounds);
    }
  }

  private Figures measure(int count, int rounds) {
    progress.accept("sums of 8,000 scopes on " + HISTORY_DAYS + " days");
    client.execute(
        Estate.text("budget_days"),
        Map.of("end", END.toString(), "days", String.valueOf(HISTORY_DAYS)));
    progress.accept("making " + count + " budgets");
    budgets.changeAll(drafts(count), "bench");
    BudgetEvaluator evaluator =
        new BudgetEvaluator(
            budgets,
            figures,
            new LiveSpend(store),
            new AlertLedger(store, CLOCK, alert -> {}),
            new AlertRouting(LedgerConfig::defaults, Optional::empty),
            new ForecastStore(store),
            CLOCK);
    progress.accept("evaluating");
    long first = AllocationBench.millis(() -> evaluate(evaluator));
    List<Long> published = new ArrayList<>();
    List<Long> unchanged = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      publish();
      published.add(AllocationBench.millis(() -> evaluate(evaluator)));
      unchanged.add(AllocationBench.millis(() -> evaluate(evaluator)));
    }
    progress.accept("the engine alone adds up the same sums");
    List<Long> raw = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      raw.add(AllocationBench.millis(this::rawSums));
    }
    progress.accept("forecasting");
    BudgetForecaster forecaster = forecaster();
    long forecast = AllocationBench.millis(() -> forecast(forecaster));
    long again = AllocationBench.millis(() -> forecast(forecaster));
    return new Figures(
        count,
        AllocationBench.number(client, "SELECT count() FROM cost_daily"),
        first,
        QueryBench.percentile(published, 50),
        QueryBench.percentile(published, 95),
        QueryBench.percentile(unchanged, 50),
        QueryBench.percentile(raw, 50),
        forecast,
        again,
        forecasts());
  }

  /** A limit that is far away, so that it is measured how long it takes to find nothing. */
  private static List<BudgetService.Change> drafts(int count) {
    List<BudgetService.Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String filter =
          "team:\"t%d\"+project:\"p%d\"+service:\"s%d\""
              .formatted(i % 40, i / 40 % 25, i / 1_000 % 8);
      changes.add(
          new BudgetService.Change(
              Optional.empty(),
              new BudgetDraft("b" + i, filter, "USD", "1000", List.of(80, 100), "", "")));
    }
    return changes;
  }

  private static void evaluate(BudgetEvaluator evaluator) {
    if (!evaluator.evaluate()) {
      throw new IllegalStateException("not all budgets were measured");
    }
  }

  /** A newer snapshot: what was known of the one before is asked again. */
  private void publish() {
    Instant at = PUBLISHED.plusSeconds(++publications);
    client.execute(
        "INSERT INTO published_checkpoints VALUES ('telemetry', {number:UInt64}, 1,"
            + " fromUnixTimestamp64Micro({micros:Int64}, 'UTC'))",
        Map.of(
            "number",
            String.valueOf(publications + 1),
            "micros",
            String.valueOf(at.getEpochSecond() * 1_000_000)));
  }

  private void rawSums() {
    for (String month : List.of("2026-09-01", "2026-10-01")) {
      var unused =
          client.query(
              "SELECT team, project, service, currency, sum(toDecimal256(billed_cost, 18)),"
                  + " sum(toDecimal256(effective_cost, 18)) FROM cost_daily"
                  + " WHERE toStartOfMonth(day) = toDate({month:String})"
                  + " GROUP BY team, project, service, currency",
              Map.of("month", month));
    }
  }

  private BudgetForecaster forecaster() {
    return new BudgetForecaster(
        budgets,
        new SqlForecastFigures(reader, figures),
        new ForecastStore(store),
        () -> new CompletenessLags(Map.of("bench", Duration.ZERO)),
        new BudgetForecaster.Announced(budget -> List.of(), Standing::spent),
        (standing, forecast, percents, isOpen) -> {},
        CLOCK);
  }

  private static void forecast(BudgetForecaster forecaster) {
    if (!forecaster.forecast()) {
      throw new IllegalStateException("not all budgets were forecast");
    }
  }

  private long forecasts() {
    ForecastStore forecasts = new ForecastStore(store);
    return budgets.list().stream()
        .filter(
            budget ->
                forecasts
                    .find(budget.id(), budget.version(), "2026-10")
                    .flatMap(BudgetForecast::figures)
                    .isPresent())
        .count();
  }
}
