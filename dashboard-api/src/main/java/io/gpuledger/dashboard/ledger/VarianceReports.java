package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.VarianceQueries.BudgetVarianceRequest;
import io.gpuledger.dashboard.http.VarianceQueries.VarianceRequest;
import io.gpuledger.dashboard.query.ChargebackFigures;
import io.gpuledger.dashboard.query.ConvertedVariance;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.Exchange;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.dashboard.query.VarianceFigures;
import io.gpuledger.dashboard.report.VarianceReport;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The report of kind {@code variance}: both months from one snapshot, proven like a chargeback. */
final class VarianceReports {
  /** The order of costs in the figures of a chargeback. */
  private static final List<CostQuery.Metric> METRICS =
      List.of(
          CostQuery.Metric.BILLED,
          CostQuery.Metric.EFFECTIVE,
          CostQuery.Metric.LIST,
          CostQuery.Metric.CONTRACTED);

  private final LedgerReader reader;

  VarianceReports(LedgerReader reader) {
    this.reader = reader;
  }

  VarianceReport of(
      VarianceRequest request,
      CostQuery.Metric metric,
      AccessScope scope,
      Optional<Exchange> exchange) {
    Snapshot snapshot = reader.snapshot(request.asOf());
    try {
      ConvertedVariance.Both both =
          new ConvertedVariance.Both(
              figures(request.against(), request, metric, scope, snapshot),
              figures(request.period(), request, metric, scope, snapshot));
      if (exchange.isPresent()) {
        both = ConvertedVariance.of(both, request.against(), request.period(), exchange.get());
      }
      return VarianceReport.of(
          new VarianceReport.Months(
              request.period().toString(),
              request.against().toString(),
              metric.name().toLowerCase(Locale.ROOT)),
          both,
          LedgerReader.fields(snapshot),
          exchange);
    } catch (RefusedException e) {
      throw new ApiException(ErrorCode.CONFLICT, e.problems().get(0).message());
    }
  }

  /** The same of two periods of a budget, by the days of use. */
  VarianceReport of(BudgetVarianceRequest request, AccessScope scope) {
    Snapshot snapshot = reader.snapshot(Optional.empty());
    SpendQuestion question = request.question();
    CostQuery.Metric metric = CostQuery.Metric.valueOf(question.counted().metric().name());
    try {
      return VarianceReport.of(
          new VarianceReport.Months(
              request.period().key(),
              request.against().key(),
              metric.name().toLowerCase(Locale.ROOT)),
          new ConvertedVariance.Both(
              reader.varianceOfUse(request.against().range(), metric, question, scope, snapshot),
              reader.varianceOfUse(request.period().range(), metric, question, scope, snapshot)),
          LedgerReader.fields(snapshot),
          Optional.empty());
    } catch (RefusedException e) {
      throw new ApiException(ErrorCode.CONFLICT, e.problems().get(0).message());
    }
  }

  private VarianceFigures figures(
      YearMonth month,
      VarianceRequest request,
      CostQuery.Metric metric,
      AccessScope scope,
      Snapshot snapshot) {
    VarianceFigures figures = reader.variance(month, metric, request.filter(), scope, snapshot);
    if (request.filter().equals(Filter.everything())) {
      prove(
          month,
          metric,
          figures.totals(),
          reader.chargeback(month, request.filter(), scope, snapshot));
    }
    return figures;
  }

  /** What is compared must be all that the month's chargeback has. */
  private static void prove(
      YearMonth month,
      CostQuery.Metric metric,
      Map<String, Amount> totals,
      ChargebackFigures chargeback) {
    int at = METRICS.indexOf(metric);
    TreeSet<String> currencies = new TreeSet<>(totals.keySet());
    currencies.addAll(chargeback.lines().keySet());
    for (String currency : currencies) {
      Amount mine = totals.getOrDefault(currency, Amount.ZERO);
      Amount lines = chargeback.lines().getOrDefault(currency, ChargebackFigures.ZEROS).get(at);
      if (!mine.equals(lines)) {
        boolean passing = chargeback.waitingDeliveries() > 0;
        throw new ApiException(
            passing ? ErrorCode.NOT_AVAILABLE : ErrorCode.CONFLICT,
            "variance "
                + month
                + ": the compared cost in "
                + currency
                + " differs by "
                + lines.minus(mine)
                + " from the allocation lines: "
                + (passing
                    ? "deliveries are still being allocated; try again shortly"
                    : "the ledger must be checked before this report can be given"));
      }
    }
  }
}
