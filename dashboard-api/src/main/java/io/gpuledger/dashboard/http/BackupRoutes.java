package io.gpuledger.dashboard.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Copies that backups are made of, for admins. */
final class BackupRoutes {
  private final ApiServices services;

  BackupRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/backups", Access.ADMINS, this::begin),
        Route.delete("/api/v1/backups/{id}", Access.ADMINS, this::end));
  }

  private void begin(Context context, Caller caller) {
    new QueryInput(context, services.clock()).check();
    services.audit().add(caller.user(), "backup", "", "");
    context.status(201);
    Answers.json(context, services.backups().begin());
  }

  private void end(Context context, Caller caller) {
    String id = context.pathParam("id");
    if (!services.backups().end(id)) {
      throw ApiException.notFound();
    }
    Answers.json(context, Map.of("id", id, "removed", true));
  }
}
