package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.guard.GuardTerms;
import io.gpuledger.dashboard.ledger.SqlBudgetFigures;
import io.gpuledger.dashboard.ledger.SqlForecastFigures;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.watch.AlertTimer;
import io.gpuledger.streaming.publish.Publisher;
import java.time.Clock;
import java.time.Duration;

/** What tells the spend guard how bills stand. */
final class GuardParts {
  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(10);

  private GuardParts() {}

  static void start(
      ConfigurationInForce config,
      LedgerReader reader,
      OperationsParts operations,
      SqlBudgetFigures figures,
      Publisher publisher,
      Closing closing,
      Clock clock) {
    SqlForecastFigures days = new SqlForecastFigures(reader, figures);
    GuardTerms terms =
        new GuardTerms(
            operations.budgets(), days, config::lags, operations.control()::terms, clock);
    publisher.addListener(
        closing.add("guard terms", AlertTimer.start("guard-terms", terms, FIRST, EVERY, SOON)));
  }
}
