package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.LedgerQueries.UnitCostsRequest;
import io.gpuledger.dashboard.http.UnitQueries.DataMovementRequest;
import io.gpuledger.dashboard.http.UnitQueries.EnergyRequest;
import io.gpuledger.dashboard.query.DataMovementQuery;
import io.javalin.http.Context;
import java.util.List;

/** Unit economics: one route, one measure at a time. */
final class UnitRoutes {
  private static final String GPU_HOUR = "gpu-hour";
  private static final String ENERGY = "energy";
  private static final String CARBON = "carbon";
  private static final String DATA_MOVEMENT = "data-movement";

  private final ApiServices services;

  UnitRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/unit-costs", Access.SCOPED, this::unitCosts));
  }

  private void unitCosts(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    String measure = input.choice("measure", List.of(GPU_HOUR, ENERGY, CARBON, DATA_MOVEMENT));
    Object answer =
        switch (measure) {
          case ENERGY, CARBON ->
              services.queries().energy(energy(input, measure.equals(CARBON)), caller.scope());
          case DATA_MOVEMENT ->
              services.queries().dataMovement(dataMovement(input), caller.scope());
          default -> services.queries().unitCosts(money(input), caller.scope());
        };
    Answers.json(context, answer);
  }

  private static UnitCostsRequest money(QueryInput input) {
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
    return request;
  }

  /** Amounts stay in their billing currency. */
  private static DataMovementRequest dataMovement(QueryInput input) {
    DataMovementRequest request =
        new DataMovementRequest(
            input.range(),
            input.groupBy(),
            input.word("metric", Metric.class, Metric.EFFECTIVE),
            input.filter("match", DataMovementQuery.NETWORKING),
            input.filter(),
            input.flag("regions", false),
            input.instant("asOf"),
            input.number("limit", 1, QueryInput.ROWS_LIMIT, 1_000));
    input.check();
    return request;
  }

  /** Energy is no money: it has no metric and no currency. */
  private static EnergyRequest energy(QueryInput input, boolean carbon) {
    EnergyRequest request =
        new EnergyRequest(
            input.range(),
            input.groupBy(),
            input.filter(),
            input.instant("asOf"),
            input.number("limit", 1, QueryInput.ROWS_LIMIT, 1_000),
            carbon);
    input.check();
    return request;
  }
}
