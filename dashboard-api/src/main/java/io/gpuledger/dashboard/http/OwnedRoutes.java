package io.gpuledger.dashboard.http;

import io.javalin.http.Context;
import java.time.YearMonth;
import java.util.List;

/** Own hardware: its charges of a month, computed and loaded. */
final class OwnedRoutes {
  private final ApiServices services;

  OwnedRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(Route.post("/api/v1/owned", Access.WRITERS, this::charge));
  }

  private void charge(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    String source = input.requiredText("source");
    YearMonth period = input.month("period");
    input.check();
    services.audit().add(caller.user(), "owned.charge", source, period.toString());
    Answers.jsonOrNotFound(
        context,
        services
            .writes()
            .chargeOwned(source, period)
            .map(report -> ClosedPeriodNotes.addTo(report, services.close())));
  }
}
