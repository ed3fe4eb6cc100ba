package io.gpuledger.dashboard.http;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.http.PriceQueries.PricesRequest;
import io.gpuledger.dashboard.http.PriceQueries.RatesRequest;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** What accelerators and tokens cost: as published, as configured. */
final class PriceRoutes {
  private static final List<String> KINDS = List.of("all", "device", "token");

  private static final int DAY_SECONDS = 86_400;

  private final ApiServices services;

  PriceRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/prices", Access.ALL_TEAMS, this::prices),
        Route.get("/api/v1/rates", Access.ALL_TEAMS, this::rates));
  }

  private void prices(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    Optional<String> kind =
        Optional.of(input.choice("kind", KINDS)).filter(word -> !word.equals(KINDS.get(0)));
    PricesRequest request =
        new PricesRequest(
            kind,
            input.text("provider"),
            input.text("search"),
            input.instant("asOf"),
            input.page());
    input.check();
    Answers.json(context, services.queries().prices(request));
  }

  private void rates(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    TimeRange range = input.range();
    if (range.start().getEpochSecond() % DAY_SECONDS != 0
        || range.end().getEpochSecond() % DAY_SECONDS != 0) {
      input.fault("start", "and end must be borders of UTC days");
    }
    RatesRequest request =
        new RatesRequest(
            range, input.text("source"), input.text("model"), input.instant("asOf"), input.page());
    input.check();
    Answers.json(context, services.queries().rates(request));
  }
}
