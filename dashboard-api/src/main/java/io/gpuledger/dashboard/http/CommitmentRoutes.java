package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.http.CommitmentQueries.CommitmentsRequest;
import io.javalin.http.Context;
import java.util.List;

/** Commitments: what was promised to providers, what was used of it, and who bears the rest. */
final class CommitmentRoutes {
  private final ApiServices services;

  CommitmentRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/commitments", Access.ALL_TEAMS, this::commitments));
  }

  private void commitments(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    CommitmentsRequest request =
        new CommitmentsRequest(input.month("period"), input.instant("asOf"));
    input.check();
    Answers.json(context, services.queries().commitments(request));
  }
}
