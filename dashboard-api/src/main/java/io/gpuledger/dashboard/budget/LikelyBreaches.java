package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.CrossingLedger;
import io.gpuledger.forecast.budget.ForecastGate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns forecasts that will pass a threshold into alerts, each once. */
public final class LikelyBreaches {
  private final BudgetFigures figures;
  private final LiveSpend live;
  private final AlertLedger ledger;
  private final AlertRouting routing;
  private final Clock clock;

  public LikelyBreaches(
      BudgetFigures figures,
      LiveSpend live,
      AlertLedger ledger,
      AlertRouting routing,
      Clock clock) {
    this.figures = figures;
    this.live = live;
    this.ledger = ledger;
    this.routing = routing;
    this.clock = clock;
  }

  /**
   * Takes a forecast: tells what is likely now, and ends what was told and is likely no more.
   *
   * @param standing the budget in its period as it stands now
   * @param thresholdPercents what will be passed and is not yet; those told before are not again
   * @param isOpen whether what was told stays told, though nothing new may be likely
   */
  public void forecast(
      Standing standing,
      AlertFacts.Forecast forecast,
      List<Integer> thresholdPercents,
      boolean isOpen) {
    Budget budget = standing.budget();
    if (!isOpen) {
      // The probability alone decides, as it did when it was told: an expected total that lies a
      // little below the limit says nothing about how sure that is.
      var unused =
          ledger
              .crossings()
              .end(
                  new CrossingLedger.Place(
                      budget.id(), budget.version(), standing.span().key(), SpendKind.FORECAST),
                  forecast.expected(),
                  "it is "
                      + Math.round(100 * forecast.breachProbability())
                      + " % likely now to exceed the limit, less than the "
                      + Math.round(100 * ForecastGate.CLOSES_BELOW)
                      + " % at which that ends");
      return;
    }
    if (!thresholdPercents.isEmpty()) {
      tell(standing, forecast, thresholdPercents);
    }
  }

  private void tell(
      Standing standing, AlertFacts.Forecast forecast, List<Integer> thresholdPercents) {
    Budget budget = standing.budget();
    Optional<LiveSpend.Seen> seen = live.find(budget, standing.span().key());
    BudgetFigures.AsKnown known = figures.now();
    Instant at = clock.instant();
    AlertFacts facts =
        new AlertFacts(
            budget.facts(standing.span(), standing.limit()),
            standing.span().key(),
            thresholdPercents,
            SpendKind.FORECAST,
            new Spent(standing.spent(), seen.flatMap(LiveSpend.Seen::estimate)),
            seen.flatMap(now -> now.burn(at)),
            seen.flatMap(now -> now.causeNow(at)),
            DriverBook.read(List.of(standing), known).of(standing),
            BudgetEvaluator.unknowns(known, standing, seen, at),
            at,
            Optional.of(forecast),
            seen.map(now -> now.burned().paces(at, standing.span(), standing.limit()))
                .orElse(List.of()));
    ledger.raise(facts, routing.targets(budget, facts.alertKind()), routing::link);
  }
}
