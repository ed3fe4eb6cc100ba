package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.dashboard.dispute.DisputeService;
import io.gpuledger.dashboard.dispute.DisputeService.Decision;
import io.gpuledger.dashboard.dispute.DisputeView;
import io.javalin.http.Context;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Disputes of statement lines. Who may do what is decided by the service. */
final class DisputeRoutes {
  private static final List<String> METRICS = List.of("effective", "billed", "list", "contracted");
  private static final List<String> STATES =
      List.of("", "open", "granted", "rejected", "withdrawn");
  private static final int TEXT_LIMIT = 2_000;
  private static final int NAME_LIMIT = 200;

  private final ApiServices services;

  DisputeRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/disputes", Access.SCOPED, this::list),
        Route.post("/api/v1/disputes", Access.SCOPED, this::open),
        Route.post("/api/v1/disputes/{id}/reply", Access.SCOPED, this::reply));
  }

  private void list(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    Optional<YearMonth> period =
        input.text("period").isPresent() ? Optional.of(input.month("period")) : Optional.empty();
    String state = input.choice("state", STATES);
    LedgerQueries.Page page = input.page();
    input.check();
    List<DisputeView> found =
        services
            .disputes()
            .list(period, state.isEmpty() ? Optional.empty() : Optional.of(state), caller.scope());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("rows", found.stream().skip(page.offset()).limit(page.limit()).toList());
    answer.put("totalRows", found.size());
    Answers.json(context, answer);
  }

  private void open(Context context, Caller caller) {
    Body body =
        new Body(
            context,
            List.of("period", "metric", "team", "costCenter", "currency", "component", "reason"));
    YearMonth period = body.month("period");
    String metric = body.text("metric", NAME_LIMIT, "effective");
    if (!METRICS.contains(metric)) {
      body.fault("metric", "is not one of " + String.join(", ", METRICS));
    }
    String team = body.text("team", NAME_LIMIT, "");
    String costCenter = body.text("costCenter", NAME_LIMIT, "-");
    String currency = body.text("currency", NAME_LIMIT, "");
    String component = body.text("component", NAME_LIMIT, "");
    String reason = body.text("reason", TEXT_LIMIT, "");
    body.check("The dispute cannot be read.");
    DisputeView opened =
        audited(
            caller,
            "dispute.open",
            team + " " + period + " " + component,
            reason,
            () ->
                services
                    .disputes()
                    .open(
                        new DisputeService.Draft(
                            period, metric, new Party(team, costCenter), currency, component),
                        reason,
                        caller.principal()));
    context.status(201);
    Answers.json(context, opened);
  }

  private void reply(Context context, Caller caller) {
    Body body =
        new Body(context, List.of("decision", "text", "amount", "bearerTeam", "bearerCostCenter"));
    Optional<Decision> decision = body.decision();
    String text = body.text("text", TEXT_LIMIT, "");
    String amount = body.text("amount", NAME_LIMIT, "0");
    String bearer = body.text("bearerTeam", NAME_LIMIT, "-");
    String costCenter = body.text("bearerCostCenter", NAME_LIMIT, "-");
    Optional<Amount> granted = body.amount(amount, decision);
    body.check("The reply cannot be read.");
    String id = context.pathParam("id");
    DisputeService.Reply reply =
        new DisputeService.Reply(
            decision.orElseThrow(),
            text,
            granted,
            bearer.equals("-") ? Optional.empty() : Optional.of(new Party(bearer, costCenter)));
    DisputeView answered =
        audited(
            caller,
            "dispute." + reply.decision().name().toLowerCase(Locale.ROOT),
            id,
            text,
            () ->
                services
                    .disputes()
                    .reply(id, reply, caller.principal())
                    .orElseThrow(ApiException::notFound));
    Answers.json(context, answered);
  }

  /** Does it and writes it down, refused or not. */
  private <T> T audited(
      Caller caller, String action, String subject, String detail, Supplier<T> act) {
    try {
      T done = act.get();
      services.audit().add(caller.user(), action, subject, detail);
      services
          .events()
          .publish(
              "published", Map.of("what", "dispute", "at", services.clock().instant().toString()));
      return done;
    } catch (DisputeService.ForbiddenException e) {
      throw refused(caller, action, subject, ErrorCode.NOT_ALLOWED, String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      throw refused(caller, action, subject, ErrorCode.CONFLICT, e.problems().get(0).message());
    }
  }

  private ApiException refused(
      Caller caller, String action, String subject, ErrorCode code, String why) {
    services.audit().add(caller.user(), action + ".refused", subject, why);
    return new ApiException(code, why);
  }

  /** The object of a request; all its faults are told at once. */
  private static final class Body {
    private final JsonNode body;
    private final List<ApiException.Fault> faults = new ArrayList<>();

    Body(Context context, List<String> known) {
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

    /** A text; without one the other, and a fault where that is empty. */
    String text(String field, int limit, String otherwise) {
      JsonNode value = body.path(field);
      String text = value.isTextual() ? value.asText().strip() : "";
      if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
        fault(field, "is not a text");
      } else if (text.isEmpty() && otherwise.isEmpty()) {
        fault(field, "is missing");
      } else if (text.length() > limit) {
        fault(field, "is longer than " + limit + " characters");
      }
      return text.isEmpty() ? otherwise : text;
    }

    YearMonth month(String field) {
      String text = text(field, NAME_LIMIT, "");
      if (text.matches("20[0-9]{2}-(0[1-9]|1[0-2])")) {
        return YearMonth.parse(text);
      }
      if (!text.isEmpty()) {
        fault(field, "is not a month such as 2026-10");
      }
      return YearMonth.of(2000, 1);
    }

    Optional<Decision> decision() {
      String text = text("decision", NAME_LIMIT, "");
      List<String> words = new ArrayList<>();
      for (Decision each : Decision.values()) {
        String word = each.name().toLowerCase(Locale.ROOT);
        if (word.equals(text)) {
          return Optional.of(each);
        }
        words.add(word);
      }
      if (!text.isEmpty()) {
        fault("decision", "is not one of " + String.join(", ", words));
      }
      return Optional.empty();
    }

    /** Of a part only; the other decisions say it all. */
    Optional<Amount> amount(String text, Optional<Decision> decision) {
      if (!decision.equals(Optional.of(Decision.PARTIAL))) {
        if (!body.path("amount").isMissingNode() && !body.path("amount").isNull()) {
          fault("amount", "goes with the decision partial only");
        }
        return Optional.empty();
      }
      try {
        return Optional.of(Amount.parse(text));
      } catch (IllegalArgumentException | ArithmeticException e) {
        fault("amount", "is not a decimal such as 12.5");
        return Optional.empty();
      }
    }

    void check(String detail) {
      if (!faults.isEmpty()) {
        throw new ApiException(ErrorCode.INVALID_REQUEST, detail, faults);
      }
    }
  }
}
