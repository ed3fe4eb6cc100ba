package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.config.ConfigReader;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What is open to machines: liveness, readiness, metrics, documents. No figure of the ledger. */
final class SystemRoutes {
  private final ApiServices services;
  private final byte[] openApi = resource(SystemRoutes.class, "openapi.json");
  private final byte[] schema = resource(ConfigReader.class, "gpuledger.schema.json");

  SystemRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/healthz",
            Access.OPEN,
            (context, caller) -> Answers.json(context, Map.of("status", "alive"))),
        Route.get("/readyz", Access.OPEN, (context, caller) -> ready(context)),
        Route.get(
            "/metrics",
            Access.OPEN,
            (context, caller) ->
                context
                    .contentType("text/plain; version=0.0.4; charset=utf-8")
                    .result(services.metrics().scrape())),
        Route.get("/openapi.json", Access.OPEN, (context, caller) -> document(context, openApi)),
        Route.get(
            "/gpuledger.schema.json", Access.OPEN, (context, caller) -> document(context, schema)));
  }

  private void ready(Context context) {
    List<String> reasons = services.notReady().get();
    context.status(reasons.isEmpty() ? 200 : 503);
    Answers.json(context, Map.of("ready", reasons.isEmpty(), "waitingFor", reasons));
  }

  private static void document(Context context, byte[] content) {
    context.contentType("application/json; charset=utf-8").result(content);
  }

  private static byte[] resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
