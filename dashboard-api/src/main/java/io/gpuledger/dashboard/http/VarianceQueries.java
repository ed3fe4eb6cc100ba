package io.gpuledger.dashboard.http;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.report.VarianceReport;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/** What the API asks about two months. */
public interface VarianceQueries {
  /**
   * {@code GET /reports/variance}.
   *
   * @param currency what both months are converted into; without it each stays as it was billed
   * @param ratePurpose of the rates, where another than the configured one is wanted
   */
  record VarianceRequest(
      YearMonth period,
      YearMonth against,
      Metric metric,
      Filter filter,
      Optional<Instant> asOf,
      Optional<String> currency,
      Optional<RatePurpose> ratePurpose) {}

  /**
   * {@code GET /budgets/{id}/variance}.
   *
   * @param question what the budget counts
   */
  record BudgetVarianceRequest(BudgetSpan period, BudgetSpan against, SpendQuestion question) {}

  /** Why a period of a budget is not another, by the days of use. */
  VarianceReport variance(BudgetVarianceRequest request, AccessScope scope);

  /** Why a month is not another, of the teams in scope. */
  VarianceReport variance(VarianceRequest request, AccessScope scope);
}
