package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.alert.ChannelDesk;
import io.gpuledger.dashboard.alert.channel.Outcome;
import io.gpuledger.dashboard.alert.channel.SlackLinks;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The alert channels of the file: how each stands, and a message to try one. */
final class ChannelRoutes {
  private final ApiServices services;

  ChannelRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/channels", Access.WRITERS, this::list),
        Route.post("/api/v1/channels/{id}/test", Access.ADMINS, this::test));
  }

  private void list(Context context, Caller caller) {
    Answers.json(
        context, Json.rows(services.channels().list().stream().map(ChannelRoutes::view).toList()));
  }

  private static Map<String, Object> view(ChannelDesk.Entry entry) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", entry.name());
    view.put("kind", entry.kind().code());
    view.put("destination", entry.destination());
    view.put("idempotency", entry.kind().idempotency().code());
    view.put("missingSecrets", entry.missing());
    view.put("waiting", entry.standing().waiting());
    view.put("dead", entry.standing().dead());
    view.put("delivered", entry.standing().delivered());
    view.put("lastDeliveredAt", absent(entry.standing().lastDeliveredAt()));
    view.put("lastError", absent(entry.standing().lastError()));
    view.put("buttons", entry.link().map(ChannelRoutes::view));
    return view;
  }

  private static Map<String, Object> view(SlackLinks.Link link) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("state", link.state().code());
    view.put("since", link.since().toString());
    view.put("error", absent(link.why()));
    return view;
  }

  private void test(Context context, Caller caller) {
    String name = context.pathParam("id");
    Outcome outcome = services.channels().test(name).orElseThrow(ApiException::notFound);
    boolean delivered = outcome.result() == Outcome.Result.DELIVERED;
    services
        .audit()
        .add(caller.user(), "channel.test", name, delivered ? "delivered" : outcome.error());
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("channel", name);
    view.put("delivered", delivered);
    view.put("error", absent(outcome.error()));
    view.put("uncertain", outcome.uncertain());
    view.put("externalId", absent(outcome.externalId()));
    Answers.json(context, view);
  }

  private static Optional<String> absent(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
