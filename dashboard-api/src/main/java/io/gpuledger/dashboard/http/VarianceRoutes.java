package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.VarianceQueries.VarianceRequest;
import io.gpuledger.dashboard.report.VarianceDocument;
import io.gpuledger.dashboard.report.VarianceReport;
import io.javalin.http.Context;
import java.time.YearMonth;
import java.util.List;

/** Why a month is not another. */
final class VarianceRoutes {
  private final ApiServices services;

  VarianceRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/reports/variance", Access.SCOPED, this::variance));
  }

  private void variance(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    YearMonth period = input.month("period");
    YearMonth against =
        input.text("against").isPresent() ? input.month("against") : period.minusMonths(1);
    VarianceRequest request =
        new VarianceRequest(
            period,
            against,
            input.word("metric", Metric.class, Metric.EFFECTIVE),
            input.filter(),
            input.instant("asOf"),
            input.currency(),
            input.ratePurpose());
    String format = input.choice("format", ReportFiles.FORMATS);
    if (against.equals(period)) {
      input.fault("against", "is the month itself");
    }
    input.check();
    VarianceReport report = services.queries().variance(request, caller.scope());
    if (format.equals("json")) {
      Answers.json(context, report.view());
    } else {
      ReportFiles.answer(context, VarianceDocument.of(report), format);
    }
    services
        .audit()
        .add(
            caller.user(),
            "report.export",
            "variance",
            period + " against " + against + " " + format);
  }
}
