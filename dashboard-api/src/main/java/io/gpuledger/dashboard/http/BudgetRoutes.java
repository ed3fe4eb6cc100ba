package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetDraft;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.BudgetPeriod;
import io.gpuledger.dashboard.budget.BudgetRefusedException;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.javalin.http.Context;
import java.math.MathContext;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Budgets. A lead sees those that are confined to the own teams. */
final class BudgetRoutes {
  private final ApiServices services;

  BudgetRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/budgets", Access.SCOPED, this::list),
        Route.post("/api/v1/budgets", Access.WRITERS, this::create),
        Route.put("/api/v1/budgets/{id}", Access.WRITERS, this::update),
        Route.delete("/api/v1/budgets/{id}", Access.WRITERS, this::delete));
  }

  private void list(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    LedgerQueries.Page page = input.page();
    input.check();
    List<Budget> visible =
        services.budgets().list().stream()
            .filter(b -> caller.scope().allTeams() || b.isWithin(caller.scope().teams()))
            .toList();
    BudgetFigures.AsKnown known = services.figures().now();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "rows",
        visible.stream()
            .skip(page.offset())
            .limit(page.limit())
            .map(budget -> view(budget, caller, known))
            .toList());
    answer.put("totalRows", visible.size());
    answer.put("snapshot", known.snapshot());
    Answers.json(context, answer);
  }

  private void create(Context context, Caller caller) {
    BudgetDraft draft = draft(Answers.body(context));
    Budget budget = refusing(() -> services.budgets().create(draft, caller.user()));
    services.audit().add(caller.user(), "budget.create", budget.id(), Json.text(draft));
    context.status(201);
    Answers.json(context, view(budget, caller, services.figures().now()));
  }

  private void update(Context context, Caller caller) {
    String id = context.pathParam("id");
    BudgetDraft draft = draft(Answers.body(context));
    Budget budget =
        refusing(() -> services.budgets().update(id, draft, caller.user()))
            .orElseThrow(ApiException::notFound);
    services.audit().add(caller.user(), "budget.update", id, Json.text(draft));
    Answers.json(context, view(budget, caller, services.figures().now()));
  }

  private void delete(Context context, Caller caller) {
    String id = context.pathParam("id");
    if (!refusing(() -> services.budgets().delete(id, caller.user()))) {
      throw ApiException.notFound();
    }
    services.audit().add(caller.user(), "budget.delete", id, "");
    context.status(204);
  }

  private static <T> T refusing(Supplier<T> change) {
    try {
      return change.get();
    } catch (BudgetRefusedException e) {
      if (e.problems().isEmpty()) {
        throw new ApiException(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
      }
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          String.valueOf(e.getMessage()),
          e.problems().stream().map(BudgetRoutes::fault).toList());
    }
  }

  private static ApiException.Fault fault(Problem problem) {
    return new ApiException.Fault(problem.code().name(), problem.field(), problem.message());
  }

  private static BudgetDraft draft(JsonNode body) {
    List<ApiException.Fault> faults = new ArrayList<>();
    List<Integer> thresholds = new ArrayList<>();
    JsonNode given = body.path("thresholds");
    if (given.isMissingNode()) {
      thresholds.addAll(List.of(50, 80, 100));
    } else if (!given.isArray()) {
      faults.add(new ApiException.Fault("NOT_ALLOWED_VALUE", "thresholds", "is not a list"));
    }
    for (JsonNode percent : given) {
      if (percent.isIntegralNumber() && percent.canConvertToInt()) {
        thresholds.add(percent.intValue());
      } else {
        faults.add(
            new ApiException.Fault(
                "NOT_ALLOWED_VALUE", "thresholds", "takes whole percents from 1 to 1000"));
      }
    }
    for (String field : List.of("name", "filter", "currency", "limit", "owner", "channel")) {
      JsonNode value = body.path(field);
      if (value.isContainerNode() || value.isBoolean()) {
        faults.add(new ApiException.Fault("NOT_ALLOWED_VALUE", field, "is not a text"));
      }
    }
    if (!faults.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "The budget cannot be read.", faults);
    }
    return new BudgetDraft(
        text(body, "name"),
        text(body, "filter"),
        text(body, "currency"),
        text(body, "limit"),
        thresholds,
        text(body, "owner"),
        text(body, "channel"));
  }

  private static String text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    return value.isNumber() ? Json.digits(value) : value.asText("").strip();
  }

  private Map<String, Object> view(Budget budget, Caller caller, BudgetFigures.AsKnown known) {
    Instant now = services.clock().instant();
    YearMonth month = BudgetPeriod.of(now);
    Filter filter = Filter.parse(budget.filter());
    Amount billed = known.billed(filter, budget.currency(), BudgetPeriod.range(month));
    Optional<LiveSpend.Seen> live = services.live().find(budget, month.toString());
    Spent spent = new Spent(billed, live.flatMap(LiveSpend.Seen::estimate));
    Map<String, Object> spentView = new LinkedHashMap<>();
    spentView.put("counted", spent.counted());
    spentView.put("fromBill", spent.fromBill());
    spentView.put("estimated", spent.estimated());
    spentView.put("estimatedAt", live.map(LiveSpend.Seen::at));
    spentView.put("estimatedMissing", LiveSpend.estimateMissing(live));
    spentView.put("unpriced", live.map(LiveSpend.Seen::unpriced).orElse(List.of()));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", budget.id());
    view.put("version", budget.version());
    view.put("name", budget.name());
    view.put("filter", budget.filter());
    view.put("period", "monthly");
    view.put("currency", budget.currency());
    view.put("limit", budget.limit());
    view.put("metric", "billed");
    view.put("thresholds", budget.thresholdPercents());
    view.put("owner", budget.owner());
    view.put("channel", budget.channel());
    view.put("origin", budget.fromFile() ? "file" : "api");
    view.put("spent", spentView);
    view.put(
        "spentRatio",
        spent
            .counted()
            .toBigDecimal()
            .divide(budget.limit().toBigDecimal(), MathContext.DECIMAL32)
            .doubleValue());
    view.put("burnPerHour", live.flatMap(seen -> seen.burn(now)));
    view.put("burnMissing", LiveSpend.burnMissing(live, now));
    view.put("forecast", Optional.empty());
    view.put(
        "crossings",
        services.alerts().crossings(budget.id()).stream()
            // Those of an earlier version may tell of other teams.
            .filter(c -> caller.scope().allTeams() || c.isWithin(caller.scope().teams()))
            .map(BudgetRoutes::view)
            .toList());
    return view;
  }

  private static Map<String, Object> view(AlertLedger.Crossing crossing) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("version", crossing.version());
    view.put("period", crossing.period());
    view.put("threshold", crossing.threshold());
    view.put("kind", crossing.kind().code());
    view.put("spent", crossing.spent());
    view.put("at", crossing.at());
    return view;
  }
}
