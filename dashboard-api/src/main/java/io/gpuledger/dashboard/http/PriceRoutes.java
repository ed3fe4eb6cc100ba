package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.http.PriceQueries.PricesRequest;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** What accelerators and tokens cost: as published, as configured. */
final class PriceRoutes {
  private static final List<String> KINDS = List.of("all", "device", "token");

  private final ApiServices services;

  PriceRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/prices", Access.ALL_TEAMS, this::prices));
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
}
