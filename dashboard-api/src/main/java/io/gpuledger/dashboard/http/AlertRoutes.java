package io.gpuledger.dashboard.http;

import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertFilter;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.Delivery;
import io.gpuledger.dashboard.alert.DeliveryLedger;
import io.gpuledger.dashboard.alert.DeliveryState;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.ChannelKind;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Alerts and their messages. A lead sees those about budgets that are confined to the own teams.
 */
final class AlertRoutes {
  private final ApiServices services;

  AlertRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/alerts", Access.SCOPED, this::list),
        Route.get("/api/v1/alerts/{id}", Access.SCOPED, this::one),
        Route.get("/api/v1/alerts/{id}/preview", Access.SCOPED, this::preview),
        Route.get("/api/v1/alerts/{id}/deliveries", Access.SCOPED, this::deliveries),
        Route.post("/api/v1/alerts/{id}/retry", Access.ADMINS, this::retry));
  }

  private void list(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    int limit = input.number("limit", 1, AlertLedger.PAGE_LIMIT, 200);
    Optional<String> status = input.text("status");
    if (status.filter(word -> !AlertFilter.STATUSES.contains(word)).isPresent()) {
      input.fault("status", "is not one of " + String.join(", ", AlertFilter.STATUSES));
    }
    Optional<AlertKind> kind = kind(input);
    AlertFilter filter = new AlertFilter(status, kind, input.text("team"));
    input.check();
    Answers.json(
        context,
        Json.rows(
            services.alerts().list(caller.scope(), filter, limit).stream()
                .map(AlertRoutes::view)
                .toList()));
  }

  private static boolean isVisible(Alert alert, Caller caller) {
    return caller.scope().allTeams() || alert.isWithin(caller.scope().teams());
  }

  private static Optional<AlertKind> kind(QueryInput input) {
    try {
      return input.text("kind").map(AlertKind::of);
    } catch (IllegalArgumentException e) {
      input.fault("kind", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void one(Context context, Caller caller) {
    Alert alert = alert(context, caller);
    Map<String, Object> view = view(alert);
    view.put(
        "history",
        services.alerts().care().history(alert.id()).stream()
            .map(
                event -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("at", event.at());
                  entry.put("who", event.who());
                  entry.put("what", event.what());
                  entry.put("detail", absent(event.detail()));
                  return entry;
                })
            .toList());
    Answers.json(context, view);
  }

  private Alert alert(Context context, Caller caller) {
    return alert(services, context, caller);
  }

  /** The alert of the address, if the caller may know that it exists. */
  static Alert alert(ApiServices services, Context context, Caller caller) {
    String id = context.pathParam("id");
    if (!id.matches("[0-9]{1,18}")) {
      throw ApiException.notFound();
    }
    return services
        .alerts()
        .find(Long.parseLong(id))
        .filter(alert -> isVisible(alert, caller))
        .orElseThrow(ApiException::notFound);
  }

  private void preview(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    String channel = input.text("channel").orElse("");
    input.check();
    Alert alert = alert(context, caller);
    DeliveryLedger.Payload payload =
        services
            .alerts()
            .deliveries()
            .payload(alert.id(), channel)
            .orElseThrow(ApiException::notFound);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("channel", shownAs(payload.kind()));
    view.put("name", payload.channel());
    view.put("kind", payload.kind().code());
    Json.object(payload.text())
        .ifPresent(node -> node.properties().forEach(e -> view.put(e.getKey(), e.getValue())));
    Answers.json(context, view);
  }

  /** Both ways to Slack carry the same message. */
  private static String shownAs(ChannelKind kind) {
    return kind == ChannelKind.SLACK_BOT ? ChannelKind.SLACK.code() : kind.code();
  }

  private void deliveries(Context context, Caller caller) {
    Answers.json(
        context,
        Json.rows(alert(context, caller).deliveries().stream().map(AlertRoutes::view).toList()));
  }

  private void retry(Context context, Caller caller) {
    Alert alert = alert(context, caller);
    int revived = services.alerts().deliveries().retry(alert.id());
    if (revived == 0) {
      throw new ApiException(ErrorCode.CONFLICT, "No message about this alert was given up.");
    }
    services
        .audit()
        .add(caller.user(), "alert.retry", String.valueOf(alert.id()), revived + " messages");
    Answers.jsonOrNotFound(context, services.alerts().find(alert.id()).map(AlertRoutes::view));
  }

  /** An alert as JSON, for routes and events. */
  static Map<String, Object> view(Alert alert) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", String.valueOf(alert.id()));
    boolean budget = alert.about().kind().isBudget();
    view.put("alertKind", alert.about().kind().code());
    view.put("severity", alert.about().severity().code());
    view.put("subject", alert.about().subject());
    view.put("title", title(alert));
    view.put("owner", absent(alert.about().owner()));
    view.put("teams", alert.teamScope());
    view.put("status", alert.status());
    view.put("budgetId", budget ? alert.budgetId() : null);
    view.put("budgetName", budget ? alert.budgetName() : null);
    view.put("period", budget ? alert.period() : null);
    view.put("threshold", budget ? alert.threshold() : null);
    view.put("kind", budget ? alert.kind().code() : null);
    view.put("raisedAt", alert.raisedAt());
    view.put("state", alert.state());
    view.put("currency", budget ? alert.currency() : null);
    view.put("spent", budget ? alert.spent() : null);
    view.put("limit", budget ? alert.limit() : null);
    view.put("channel", alert.channel());
    view.put("attempts", alert.attempts());
    view.put("uncertainAttempts", alert.uncertain());
    view.put("lastError", absent(alert.lastError()));
    view.put("acknowledgedBy", absent(alert.acknowledgedBy()));
    view.put("acknowledgedAt", absent(alert.acknowledgedAt()));
    view.put("recoveredAt", absent(alert.recoveredAt()));
    view.put("recoveryReason", absent(alert.recoveryReason()));
    Alert.Care care = alert.care();
    view.put("snoozedUntil", absent(care.snoozedUntil()));
    view.put("snoozedLocal", absent(care.snoozedLocal()));
    view.put("snoozeZone", absent(care.snoozeZone()));
    view.put("snoozedBy", absent(care.snoozedBy()));
    view.put("assignee", absent(care.assignee()));
    view.put("assignedBy", absent(care.assignedBy()));
    view.put("reason", absent(care.reason()));
    view.put("escalateAt", absent(care.escalateAt()));
    view.put("escalatedAt", absent(care.escalatedAt()));
    view.put("deliveries", alert.deliveries().stream().map(AlertRoutes::view).toList());
    return view;
  }

  /** One line; an alert of an older version has none of its own. */
  private static String title(Alert alert) {
    return alert.about().title().isEmpty()
        ? alert.budgetName() + " passed " + alert.threshold() + " %"
        : alert.about().title();
  }

  private static Map<String, Object> view(Delivery delivery) {
    boolean over =
        delivery.state() != DeliveryState.QUEUED
            && delivery.state() != DeliveryState.SENDING
            && delivery.state() != DeliveryState.RETRYING;
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", String.valueOf(delivery.id()));
    view.put("channel", delivery.channel());
    view.put("kind", delivery.kind().code());
    view.put("step", delivery.step().code());
    view.put("state", delivery.state().code());
    view.put("attempts", delivery.attempts());
    view.put("uncertainAttempts", delivery.uncertain());
    view.put("idempotency", delivery.idempotency());
    view.put("mayStandTwice", delivery.mayStandTwice());
    view.put("nextAttemptAt", over ? Optional.empty() : absent(delivery.nextAttemptAt()));
    view.put("lastError", absent(delivery.lastError()));
    view.put("externalId", absent(delivery.externalId()));
    view.put("deliveredAt", absent(delivery.deliveredAt()));
    view.put("sequence", delivery.waiting().sequence());
    view.put("heldFor", absent(delivery.waiting().heldFor()));
    view.put("heldUntil", absent(delivery.waiting().heldUntil()));
    return view;
  }

  private static Optional<String> absent(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
