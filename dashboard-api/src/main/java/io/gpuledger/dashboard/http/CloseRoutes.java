package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.close.PeriodJournal;
import io.gpuledger.dashboard.report.JournalReport;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Closing own books: finance prepares, another person signs off. */
final class CloseRoutes {
  /** Periods of one answer at most; each may take several questions to the ledger. */
  private static final int PERIODS_LIMIT = 120;

  /** Longest note or reason, in characters. */
  private static final int TEXT_LIMIT = 2_000;

  private final ApiServices services;
  private final CloseService close;

  CloseRoutes(ApiServices services) {
    this.services = services;
    this.close = services.close();
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/close", Access.ALL_TEAMS, this::list),
        Route.get("/api/v1/close/{period}", Access.ALL_TEAMS, this::detail),
        Route.post("/api/v1/close/{period}/prepare", Access.BOOKKEEPERS, this::prepare),
        Route.post("/api/v1/close/{period}/sign-off", Access.APPROVERS, this::signOff),
        Route.post("/api/v1/close/{period}/reopen", Access.APPROVERS, this::reopen),
        Route.get("/api/v1/reports/accrual-journal", Access.ALL_TEAMS, this::journal));
  }

  private QueryInput input(Context context) {
    return new QueryInput(context, services.clock());
  }

  private void list(Context context, Caller caller) {
    QueryInput input = input(context);
    int limit = input.number("limit", 1, PERIODS_LIMIT, 3);
    int offset = input.number("offset", 0, QueryInput.ROWS_LIMIT, 0);
    boolean checklists = input.flag("checklist", true);
    input.check();
    Answers.json(context, refusing(() -> close.list(limit, offset, checklists)));
  }

  private void detail(Context context, Caller caller) {
    QueryInput input = input(context);
    Optional<Instant> asOf = input.instant("asOf");
    input.check();
    Answers.jsonOrNotFound(
        context, refusing(() -> close.detail(context.pathParam("period"), asOf)));
  }

  private void prepare(Context context, Caller caller) {
    Map<String, String> notes = notes(body(context, List.of("acknowledge")).path("acknowledge"));
    step(
        context,
        caller,
        "close.prepare",
        Json.text(notes),
        period -> close.prepare(period, caller.user(), notes));
  }

  private static Map<String, String> notes(JsonNode acknowledge) {
    List<ApiException.Fault> faults = new ArrayList<>();
    Map<String, String> notes = new LinkedHashMap<>();
    if (!acknowledge.isMissingNode() && !acknowledge.isNull() && !acknowledge.isObject()) {
      faults.add(
          new ApiException.Fault(
              "NOT_ALLOWED_VALUE", "acknowledge", "is not an object of notes by item"));
    }
    for (Map.Entry<String, JsonNode> entry : acknowledge.properties()) {
      String field = "acknowledge." + entry.getKey();
      if (!CloseService.ACKNOWLEDGEABLE.contains(entry.getKey())) {
        faults.add(
            new ApiException.Fault(
                "NOT_ALLOWED_VALUE",
                field,
                "nobody can stand for this item; for "
                    + String.join(", ", CloseService.ACKNOWLEDGEABLE.stream().sorted().toList())
                    + " somebody can"));
      } else {
        text(entry.getValue(), field, faults).ifPresent(note -> notes.put(entry.getKey(), note));
      }
    }
    refuse("The acknowledgements cannot be read.", faults);
    return notes;
  }

  private void signOff(Context context, Caller caller) {
    JsonNode given = body(context, List.of("asOf")).path("asOf");
    Optional<Instant> asOf;
    try {
      asOf =
          given.isMissingNode() || given.isNull()
              ? Optional.empty()
              : Optional.of(Instant.parse(given.asText()));
    } catch (DateTimeException e) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          "The sign-off cannot be read.",
          List.of(
              new ApiException.Fault(
                  "NOT_A_TIME", "asOf", "is not a UTC instant such as 2026-11-05T09:00:00Z")));
    }
    step(
        context,
        caller,
        "close.sign-off",
        asOf.map(Instant::toString).orElse("newest"),
        period -> close.signOff(period, caller.user(), asOf));
  }

  private void reopen(Context context, Caller caller) {
    List<ApiException.Fault> faults = new ArrayList<>();
    String reason =
        text(body(context, List.of("reason")).path("reason"), "reason", faults).orElse("");
    refuse("A period is reopened for a reason.", faults);
    step(
        context,
        caller,
        "close.reopen",
        reason,
        period -> close.reopen(period, caller.user(), reason));
  }

  /** Takes a step of a period, if there is such a period. */
  private interface Step {
    Optional<Map<String, Object>> take(String period);
  }

  /** A step and the audit of it, refused ones too. */
  private void step(Context context, Caller caller, String action, String detail, Step step) {
    String period = context.pathParam("period");
    Optional<Map<String, Object>> answer;
    try {
      answer = refusing(() -> step.take(period));
    } catch (ApiException refused) {
      services
          .audit()
          .add(caller.user(), action + ".refused", period, String.valueOf(refused.getMessage()));
      throw refused;
    }
    Map<String, Object> taken = answer.orElseThrow(ApiException::notFound);
    String name = String.valueOf(taken.get("period"));
    services.audit().add(caller.user(), action, name, detail);
    services
        .events()
        .publish("published", Map.of("what", "close", "at", services.clock().instant().toString()));
    Answers.json(context, taken);
  }

  private void journal(Context context, Caller caller) {
    QueryInput input = input(context);
    String period = input.requiredText("period");
    String format = input.choice("format", ReportFiles.FORMATS);
    Optional<Instant> asOf = input.instant("asOf");
    input.check();
    PeriodJournal journal =
        refusing(() -> close.journal(period, asOf)).orElseThrow(ApiException::notFound);
    String name = journal.period().name();
    if (format.equals("json")) {
      Answers.json(context, JournalReport.view(journal));
    } else {
      ReportFiles.answer(context, JournalReport.of(journal), format);
    }
    services.audit().add(caller.user(), "report.export", "accrual-journal", name + " " + format);
  }

  /** The object of the request; an absent body is an empty one. */
  private static JsonNode body(Context context, List<String> known) {
    JsonNode body =
        context.body().isBlank() ? JsonNodeFactory.instance.objectNode() : Answers.body(context);
    List<ApiException.Fault> faults = new ArrayList<>();
    body.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                faults.add(
                    new ApiException.Fault(
                        "NOT_ALLOWED_VALUE",
                        name,
                        "is not a field here; known: " + String.join(", ", known)));
              }
            });
    refuse("The request cannot be read.", faults);
    return body;
  }

  private static Optional<String> text(
      JsonNode value, String field, List<ApiException.Fault> faults) {
    String text = value.isTextual() ? value.asText().strip() : "";
    if (text.isEmpty()) {
      faults.add(new ApiException.Fault("MISSING_VALUE", field, "is missing: say why"));
    } else if (text.length() > TEXT_LIMIT) {
      faults.add(
          new ApiException.Fault(
              "INPUT_TOO_LARGE", field, "is longer than " + TEXT_LIMIT + " characters"));
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static void refuse(String detail, List<ApiException.Fault> faults) {
    if (!faults.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, detail, faults);
    }
  }

  /** What the rules of closing refuse is a conflict with the state of the ledger. */
  private static <T> T refusing(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (RefusedException e) {
      List<Problem> problems = e.problems();
      throw new ApiException(
          ErrorCode.CONFLICT,
          problems.get(0).message(),
          problems.stream()
              .map(
                  problem ->
                      new ApiException.Fault(
                          problem.code().name(), problem.field(), problem.message()))
              .toList());
    }
  }
}
