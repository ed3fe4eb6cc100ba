package io.gpuledger.dashboard.http;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.LedgerQueries.UnitCostsRequest;
import io.gpuledger.dashboard.http.UnitQueries.EnergyRequest;
import io.gpuledger.dashboard.http.UnitQueries.QuantityRequest;
import io.gpuledger.dashboard.query.QuantityQuery;
import io.javalin.http.Context;
import java.util.List;

/** Unit economics: one route, one measure at a time. */
final class UnitRoutes {
  private static final String GPU_HOUR = "gpu-hour";
  private static final String ENERGY = "energy";
  private static final String CARBON = "carbon";
  private static final String DATA_MOVEMENT = "data-movement";
  private static final String TOKENS = "tokens";
  private static final String VECTORS = "vectors";

  /** Each class of tokens has its own price, so that nobody is told one over all by default. */
  private static final List<GroupKey> BY_CLASS =
      List.of(GroupKey.of(GroupKey.Name.MODEL), GroupKey.of(GroupKey.Name.TOKEN_TYPE));

  private static final List<GroupKey> BY_SERVICE =
      List.of(GroupKey.of(GroupKey.Name.PROVIDER), GroupKey.of(GroupKey.Name.SERVICE));

  private final ApiServices services;

  UnitRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/unit-costs", Access.SCOPED, this::unitCosts));
  }

  private void unitCosts(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    String measure =
        input.choice("measure", List.of(GPU_HOUR, ENERGY, CARBON, DATA_MOVEMENT, TOKENS, VECTORS));
    Object answer =
        switch (measure) {
          case ENERGY, CARBON ->
              services.queries().energy(energy(input, measure.equals(CARBON)), caller.scope());
          case DATA_MOVEMENT ->
              services
                  .queries()
                  .dataMovement(
                      quantities(input, QuantityQuery.NETWORKING, List.of()), caller.scope());
          case TOKENS ->
              services
                  .queries()
                  .consumption(
                      quantities(input, QuantityQuery.AI, BY_CLASS),
                      UnitQueries.Counting.TOKENS,
                      caller.scope());
          case VECTORS ->
              services
                  .queries()
                  .consumption(
                      quantities(input, QuantityQuery.VECTOR_DATABASES, BY_SERVICE),
                      UnitQueries.Counting.VECTORS,
                      caller.scope());
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
  private static QuantityRequest quantities(
      QueryInput input, Filter match, List<GroupKey> otherwise) {
    List<GroupKey> keys = input.groupBy();
    QuantityRequest request =
        new QuantityRequest(
            input.range(),
            keys.isEmpty() ? otherwise : keys,
            input.word("metric", Metric.class, Metric.EFFECTIVE),
            input.filter("match", match),
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
