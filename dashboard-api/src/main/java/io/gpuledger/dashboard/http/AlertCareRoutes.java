package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertCare;
import io.gpuledger.dashboard.auth.Role;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What people do about an alert: take it on, put it off, name who is responsible, note why. */
final class AlertCareRoutes {
  private static final int NAME_LIMIT = 200;
  private static final int REASON_LIMIT = 1_000;
  private static final int DAYS_LIMIT = 366;

  private final ApiServices services;

  AlertCareRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/alerts/{id}/acknowledge", Access.SCOPED, this::acknowledge),
        Route.post("/api/v1/alerts/{id}/snooze", Access.SCOPED, this::snooze),
        Route.post("/api/v1/alerts/{id}/assign", Access.SCOPED, this::assign),
        Route.post("/api/v1/alerts/{id}/reason", Access.SCOPED, this::reason));
  }

  /** The alert of the address, if the caller may know of it and do something about it. */
  private Alert alert(Context context, Caller caller) {
    Alert alert = AlertRoutes.alert(services, context, caller);
    if (caller.principal().role() == Role.VIEWER) {
      throw new ApiException(ErrorCode.NOT_ALLOWED, "A viewer writes nothing.");
    }
    return alert;
  }

  private void answer(Context context, Optional<Alert> alert) {
    alert.ifPresent(services.events()::publishDelivery);
    Answers.jsonOrNotFound(context, alert.map(AlertRoutes::view));
  }

  private void audited(
      Context context,
      Caller caller,
      String action,
      Alert alert,
      String detail,
      Supplier<Optional<Alert>> act) {
    services.audit().add(caller.user(), action, String.valueOf(alert.id()), detail);
    answer(context, act.get());
  }

  private void acknowledge(Context context, Caller caller) {
    Alert alert = alert(context, caller);
    audited(
        context,
        caller,
        "alert.acknowledge",
        alert,
        "",
        () -> services.alerts().acknowledge(alert.id(), caller.user()));
  }

  private void snooze(Context context, Caller caller) {
    Alert alert = alert(context, caller);
    Input input = new Input(context, List.of("until", "days", "zone"));
    ZoneId zone = input.zone();
    Optional<LocalDateTime> until = input.until(zone, services.alerts().care());
    input.check("The snooze cannot be read.");
    LocalDateTime local = until.orElseThrow();
    audited(
        context,
        caller,
        "alert.snooze",
        alert,
        local + " " + zone,
        () -> services.alerts().care().snooze(alert.id(), local, zone, caller.user()));
  }

  private void assign(Context context, Caller caller) {
    Alert alert = alert(context, caller);
    Input input = new Input(context, List.of("assignee"));
    String assignee = input.text("assignee", NAME_LIMIT);
    input.check("The assignee cannot be read.");
    audited(
        context,
        caller,
        "alert.assign",
        alert,
        assignee,
        () -> services.alerts().care().assign(alert.id(), assignee, caller.user()));
  }

  private void reason(Context context, Caller caller) {
    Alert alert = alert(context, caller);
    Input input = new Input(context, List.of("reason"));
    String reason = input.text("reason", REASON_LIMIT);
    input.check("The reason cannot be read.");
    audited(
        context,
        caller,
        "alert.reason",
        alert,
        reason,
        () -> services.alerts().care().note(alert.id(), reason, caller.user()));
  }

  /** A body of which every fault is noted. */
  private static final class Input {
    private final JsonNode body;
    private final List<ApiException.Fault> faults = new ArrayList<>();

    Input(Context context, List<String> known) {
      this.body = Answers.body(context);
      body.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  fault(name, "is not a field here; known: " + String.join(", ", known));
                }
              });
    }

    void fault(String field, String message) {
      faults.add(new ApiException.Fault(ErrorCode.INVALID_REQUEST.name(), field, message));
    }

    void check(String detail) {
      if (!faults.isEmpty()) {
        throw new ApiException(ErrorCode.INVALID_REQUEST, detail, faults);
      }
    }

    /** A text, which may be empty. */
    String text(String field, int limit) {
      JsonNode value = body.path(field);
      if (!value.isTextual()) {
        fault(field, value.isMissingNode() ? "is missing" : "is not a text");
        return "";
      }
      String text = value.asText().strip();
      if (text.length() > limit) {
        fault(field, "is longer than " + limit + " characters");
      }
      return text;
    }

    ZoneId zone() {
      String zone = text("zone", NAME_LIMIT);
      try {
        return zone.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(zone);
      } catch (DateTimeException e) {
        fault("zone", "is not a time zone such as Europe/Berlin or UTC");
        return ZoneId.of("UTC");
      }
    }

    Optional<LocalDateTime> until(ZoneId zone, AlertCare care) {
      Optional<LocalDateTime> local = body.has("days") ? days(zone, care) : local();
      local
          .flatMap(time -> care.refusal(time, zone))
          .ifPresent(why -> fault(body.has("days") ? "days" : "until", why));
      return local;
    }

    private Optional<LocalDateTime> days(ZoneId zone, AlertCare care) {
      JsonNode days = body.path("days");
      if (body.has("until")) {
        fault("until", "stands only without days");
      }
      if (!days.isIntegralNumber() || days.asInt() < 1 || days.asInt() > DAYS_LIMIT) {
        fault("days", "takes a whole number from 1 to " + DAYS_LIMIT);
        return Optional.empty();
      }
      return Optional.of(care.inDays(days.asInt(), zone));
    }

    private Optional<LocalDateTime> local() {
      try {
        return Optional.of(
            LocalDateTime.parse(text("until", NAME_LIMIT)).truncatedTo(ChronoUnit.SECONDS));
      } catch (DateTimeException e) {
        if (body.path("until").isTextual()) {
          fault("until", "is not a wall clock time such as 2026-10-25T10:00");
        }
        return Optional.empty();
      }
    }
  }
}
