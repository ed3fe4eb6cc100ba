package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.http.LedgerWrites.ImportCommand;
import io.gpuledger.dashboard.http.LedgerWrites.ReplayCommand;
import io.gpuledger.ingest.format.Formats;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;

/** What changes the ledger: files of bills and telemetry, retraction. */
final class UploadRoutes {
  private static final String SOURCE = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final ApiServices services;
  private final Staging staging;

  UploadRoutes(ApiServices services, Staging staging) {
    this.services = services;
    this.staging = staging;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/deliveries", Access.WRITERS, this::importBills),
        Route.post("/api/v1/deliveries/{id}/retract", Access.WRITERS, this::retract),
        Route.post("/api/v1/replays", Access.WRITERS, this::replay),
        Route.post("/api/v1/demo/runaway", Access.WRITERS, this::runaway));
  }

  private void importBills(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    String source = input.requiredText("source");
    if (!source.isEmpty() && !source.matches(SOURCE)) {
      input.fault("source", "takes letters, digits, dot, dash and underscore, at most 64");
    }
    String format = input.choice("format", Formats.words());
    boolean replacePeriod = input.flag("replacePeriod", false);
    input.check();
    try (Staging.Files files = staging.receive(context)) {
      services
          .audit()
          .add(caller.user(), "delivery.import", source, String.join(", ", files.names()));
      Answers.json(
          context,
          ClosedPeriodNotes.addTo(
              services
                  .writes()
                  .importBills(
                      new ImportCommand(
                          source, format, replacePeriod, files.paths(), caller.user())),
              services.close()));
    }
  }

  private void replay(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    String cluster = input.requiredText("cluster");
    var at = input.instant("at");
    Duration cadence = input.duration("cadence", Duration.ofSeconds(15));
    input.check();
    try (Staging.Files files = staging.receive(context)) {
      services
          .audit()
          .add(caller.user(), "telemetry.replay", cluster, String.join(", ", files.names()));
      Answers.json(
          context,
          services.writes().replay(new ReplayCommand(cluster, at, cadence, files.paths())));
    }
  }

  private void retract(Context context, Caller caller) {
    String id = context.pathParam("id");
    services.audit().add(caller.user(), "delivery.retract", id, "");
    Answers.jsonOrNotFound(context, services.writes().retract(id));
  }

  private void runaway(Context context, Caller caller) {
    services.audit().add(caller.user(), "demo.runaway", "", "");
    Answers.jsonOrNotFound(context, services.writes().startRunaway());
  }
}
