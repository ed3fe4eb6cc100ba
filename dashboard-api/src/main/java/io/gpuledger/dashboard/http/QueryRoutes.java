package io.gpuledger.dashboard.http;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.http.LedgerQueries.ChargesRequest;
import io.gpuledger.dashboard.http.LedgerQueries.CostsRequest;
import io.gpuledger.dashboard.http.LedgerQueries.DeliveriesRequest;
import io.gpuledger.dashboard.http.LedgerQueries.Granularity;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.LedgerQueries.Page;
import io.gpuledger.dashboard.http.LedgerQueries.PeriodBasis;
import io.gpuledger.dashboard.http.LedgerQueries.RejectsRequest;
import io.gpuledger.dashboard.http.LedgerQueries.ReportRequest;
import io.gpuledger.dashboard.http.LedgerQueries.UnitCostsRequest;
import io.gpuledger.dashboard.http.LedgerQueries.UtilizationRequest;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Questions to the ledger. */
final class QueryRoutes {
  private static final Set<String> UTILIZATION_KEYS =
      Set.of("team", "deviceModel", "cluster", "node");

  private final ApiServices services;
  private final LedgerQueries queries;

  QueryRoutes(ApiServices services) {
    this.services = services;
    this.queries = services.queries();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/costs", Access.SCOPED, this::costs),
        Route.get("/api/v1/utilization", Access.SCOPED, this::utilization),
        Route.get("/api/v1/gpus", Access.SCOPED, this::gpus),
        Route.get("/api/v1/gpus/{id}/timeline", Access.SCOPED, this::timeline),
        Route.get("/api/v1/charges", Access.SCOPED, this::charges),
        Route.get("/api/v1/unit-costs", Access.SCOPED, this::unitCosts),
        Route.get("/api/v1/status", Access.SCOPED, this::status),
        Route.get("/api/v1/reports/{kind}", Access.SCOPED, this::report),
        Route.get("/api/v1/deliveries", Access.ALL_TEAMS, this::deliveries),
        Route.get("/api/v1/rejects", Access.ALL_TEAMS, this::rejects),
        Route.get("/api/v1/sources", Access.ALL_TEAMS, this::sources),
        Route.get("/api/v1/ownership", Access.ALL_TEAMS, this::ownership),
        Route.get("/api/v1/reconciliation", Access.ALL_TEAMS, this::reconciliation),
        Route.get("/api/v1/allocations/trace/{chargeId}", Access.ALL_TEAMS, this::trace));
  }

  private QueryInput input(Context context) {
    return new QueryInput(context, services.clock());
  }

  private void costs(Context context, Caller caller) {
    QueryInput input = input(context);
    CostsRequest request =
        new CostsRequest(
            input.range(),
            input.groupBy(),
            input.word("granularity", Granularity.class, Granularity.NONE),
            input.word("metric", Metric.class, Metric.EFFECTIVE),
            input.word("periodBasis", PeriodBasis.class, PeriodBasis.USAGE),
            input.flag("includeCredits", true),
            input.flag("includeTax", true),
            input.flag("includeSupport", true),
            input.filter(),
            input.instant("asOf"),
            input.currency(),
            input.number("limit", 1, QueryInput.ROWS_LIMIT, 1_000),
            input.ratePurpose());
    input.check();
    Answers.json(context, queries.costs(request, caller.scope()));
  }

  private void utilization(Context context, Caller caller) {
    QueryInput input = input(context);
    List<GroupKey> groupBy = input.groupBy();
    for (GroupKey key : groupBy) {
      if (!UTILIZATION_KEYS.contains(key.text())) {
        input.fault("groupBy", "\"" + key.text() + "\" does not group device time");
      }
    }
    UtilizationRequest request =
        new UtilizationRequest(
            input.range(),
            groupBy,
            input.word("granularity", Granularity.class, Granularity.NONE),
            input.filter(),
            input.instant("asOf"));
    input.check();
    Answers.json(context, queries.utilization(request, caller.scope()));
  }

  private void charges(Context context, Caller caller) {
    QueryInput input = input(context);
    ChargesRequest request =
        new ChargesRequest(
            input.range(),
            input.word("metric", Metric.class, Metric.EFFECTIVE),
            input.filter(),
            input.instant("asOf"),
            input.currency(),
            input.page(),
            input.ratePurpose());
    input.check();
    Answers.json(context, queries.charges(request, caller.scope()));
  }

  private void unitCosts(Context context, Caller caller) {
    QueryInput input = input(context);
    UnitCostsRequest request =
        new UnitCostsRequest(
            input.range(),
            input.groupBy(),
            input.word("metric", Metric.class, Metric.EFFECTIVE),
            input.filter(),
            input.instant("asOf"),
            input.currency(),
            input.number("limit", 1, QueryInput.ROWS_LIMIT, 1_000),
            input.ratePurpose());
    input.check();
    Answers.json(context, queries.unitCosts(request, caller.scope()));
  }

  private void gpus(Context context, Caller caller) {
    QueryInput input = input(context);
    Filter filter = input.filter();
    Page page = input.page();
    input.check();
    Answers.json(context, queries.gpus(filter, page, caller.scope()));
  }

  private void timeline(Context context, Caller caller) {
    QueryInput input = input(context);
    TimeRange range = input.range();
    input.check();
    Answers.jsonOrNotFound(
        context, queries.timeline(context.pathParam("id"), range, caller.scope()));
  }

  private void status(Context context, Caller caller) {
    QueryInput input = input(context);
    Optional<Instant> asOf = input.instant("asOf");
    input.check();
    Answers.json(context, queries.status(asOf, caller.scope()));
  }

  private void report(Context context, Caller caller) {
    QueryInput input = input(context);
    ReportRequest request =
        new ReportRequest(
            context.pathParam("kind"),
            input.month("period"),
            input.word("metric", Metric.class, Metric.EFFECTIVE),
            input.filter(),
            input.instant("asOf"),
            input.text("policy"),
            input.choice("format", List.of("json", "csv")),
            input.currency(),
            input.ratePurpose());
    input.check();
    if (request.format().equals("json")) {
      Answers.jsonOrNotFound(context, queries.report(request, caller.scope()));
    } else {
      LedgerQueries.ReportFile file =
          queries.reportFile(request, caller.scope()).orElseThrow(ApiException::notFound);
      String name = file.fileName().replaceAll("[^A-Za-z0-9._-]", "_");
      context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
      context.contentType(file.contentType()).result(file.content());
    }
    services
        .audit()
        .add(
            caller.user(),
            "report.export",
            request.kind(),
            request.period() + " " + request.format());
  }

  private void deliveries(Context context, Caller caller) {
    QueryInput input = input(context);
    DeliveriesRequest request =
        new DeliveriesRequest(input.text("source"), input.instant("asOf"), input.page());
    input.check();
    Answers.json(context, queries.deliveries(request));
  }

  private void rejects(Context context, Caller caller) {
    QueryInput input = input(context);
    RejectsRequest request =
        new RejectsRequest(input.text("source"), input.text("deliveryId"), input.page());
    input.check();
    Answers.json(context, queries.rejects(request));
  }

  private void sources(Context context, Caller caller) {
    input(context).check();
    Answers.json(context, queries.sources());
  }

  private void ownership(Context context, Caller caller) {
    QueryInput input = input(context);
    TimeRange range = input.range();
    Metric metric = input.word("metric", Metric.class, Metric.EFFECTIVE);
    Optional<Instant> asOf = input.instant("asOf");
    input.check();
    Answers.json(context, queries.ownership(range, metric, asOf));
  }

  private void reconciliation(Context context, Caller caller) {
    QueryInput input = input(context);
    TimeRange range = input.range();
    Optional<Instant> asOf = input.instant("asOf");
    input.check();
    Answers.json(context, queries.reconciliation(range, asOf));
  }

  private void trace(Context context, Caller caller) {
    QueryInput input = input(context);
    Optional<Instant> asOf = input.instant("asOf");
    input.check();
    String charge = context.pathParam("chargeId");
    int colon = charge.lastIndexOf(':');
    if (colon < 1 || !charge.substring(colon + 1).matches("[0-9]{1,18}")) {
      throw ApiException.notFound();
    }
    Answers.jsonOrNotFound(
        context,
        queries.trace(
            charge.substring(0, colon), Long.parseLong(charge.substring(colon + 1)), asOf));
  }
}
