package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.Operator;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetDraft;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.BudgetMeter;
import io.gpuledger.dashboard.budget.BudgetRefusedException;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.budget.Standing;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Budgets. A lead sees those that are confined to the own teams, and the own part of those that
 * several teams share.
 */
final class BudgetRoutes {
  /** Periods before this one that the story of a budget shows. */
  private static final int PERIODS_SHOWN = 12;

  private final ApiServices services;

  BudgetRoutes(ApiServices services) {
    this.services = services;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/budgets", Access.SCOPED, this::list),
        Route.get("/api/v1/budgets/{id}", Access.SCOPED, this::find),
        Route.get("/api/v1/budgets/{id}/variance", Access.SCOPED, this::variance),
        Route.post("/api/v1/budgets", Access.WRITERS, this::create),
        Route.put("/api/v1/budgets/{id}", Access.WRITERS, this::update),
        Route.delete("/api/v1/budgets/{id}", Access.WRITERS, this::delete));
  }

  private void list(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    LedgerQueries.Page page = input.page();
    input.check();
    List<Budget> visible =
        services.budgets().newest().stream().filter(budget -> isSeen(budget, caller)).toList();
    BudgetFigures.AsKnown known = services.figures().now();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "rows",
        views(visible.stream().skip(page.offset()).limit(page.limit()).toList(), caller, known));
    answer.put("totalRows", visible.size());
    answer.put("snapshot", known.snapshot());
    Answers.json(context, answer);
  }

  private void find(Context context, Caller caller) {
    new QueryInput(context, services.clock()).check();
    Budget budget = visible(context.pathParam("id"), caller);
    BudgetFigures.AsKnown known = services.figures().now();
    Map<String, Object> answer = views(List.of(budget), caller, known).get(0);
    List<BudgetService.BudgetVersion> versions =
        services.budgets().history(budget.id()).stream()
            .filter(version -> isWhole(version.budget(), caller))
            .toList();
    Instant now = services.clock().instant();
    answer.put(
        "versions", versions.stream().map(version -> BudgetView.version(version, now)).toList());
    answer.put(
        "history", isWhole(budget, caller) ? history(budget, caller, known, now) : List.of());
    answer.put("snapshot", known.snapshot());
    Answers.json(context, answer);
  }

  /** Why a period is not the one before, by the version that it is measured by. */
  private void variance(Context context, Caller caller) {
    QueryInput input = new QueryInput(context, services.clock());
    Optional<String> key = input.text("period");
    input.check();
    Budget budget = visible(context.pathParam("id"), caller);
    if (!isWhole(budget, caller)) {
      throw ApiException.notFound();
    }
    Instant now = services.clock().instant();
    BudgetMeter meter = services.budgets().meter();
    Optional<BudgetSpan> period =
        key.isPresent() ? meter.spanOf(budget, key.get()) : meter.spanAt(budget, now);
    if (period.isEmpty()) {
      input.fault("period", "is not a period of this budget");
      input.check();
    }
    Optional<BudgetSpan> against = period.flatMap(span -> meter.before(budget, span));
    if (period.isEmpty() || against.isEmpty()) {
      throw new ApiException(ErrorCode.CONFLICT, "A project has no period before.");
    }
    Budget then = versionFor(budget, period.get(), now);
    if (!isWhole(then, caller)) {
      throw ApiException.notFound();
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("budget", budget.id());
    answer.put("version", then.version());
    answer.put("period", BudgetView.span(period.get(), now));
    answer.put("against", BudgetView.span(against.get(), now));
    answer.put(
        "report",
        services
            .queries()
            .variance(
                new VarianceQueries.BudgetVarianceRequest(
                    period.get(), against.get(), then.question()),
                caller.scope())
            .view());
    Answers.json(context, answer);
  }

  /** The newest version of a budget that the caller may see. */
  private Budget visible(String id, Caller caller) {
    return services.budgets().newest().stream()
        .filter(budget -> budget.id().equals(id) && isSeen(budget, caller))
        .findFirst()
        .orElseThrow(ApiException::notFound);
  }

  private static boolean isSeen(Budget budget, Caller caller) {
    return caller.scope().allTeams() || budget.isSeenBy(caller.scope().teams());
  }

  private static boolean isWhole(Budget budget, Caller caller) {
    return caller.scope().allTeams() || budget.isWithin(caller.scope().teams());
  }

  /** The version that a period is measured by; of the one that runs, the version in force. */
  private Budget versionFor(Budget newest, BudgetSpan span, Instant now) {
    Budget held =
        span.isOver(now)
            ? newest
            : services
                .budgets()
                .find(newest.id())
                .filter(found -> found.plan().period().equals(newest.plan().period()))
                .orElse(newest);
    return services.budgets().versionFor(held, span);
  }

  /** The periods before this one that the budget was there for, newest first. */
  private List<Map<String, Object>> history(
      Budget budget, Caller caller, BudgetFigures.AsKnown known, Instant now) {
    BudgetMeter meter = services.budgets().meter();
    List<BudgetMeter.Wanted> wanted = new ArrayList<>();
    Optional<BudgetSpan> span = meter.spanAt(budget, now);
    for (int i = 0; i <= PERIODS_SHOWN && span.isPresent(); i++) {
      Budget then = versionFor(budget, span.get(), now);
      // An earlier version may tell of other teams.
      if (isWhole(then, caller)) {
        wanted.add(new BudgetMeter.Wanted(then, span.get()));
      }
      span = meter.before(budget, span.get());
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Standing standing : meter.measure(wanted, known)) {
      Map<String, Object> row = BudgetView.span(standing.span(), now);
      row.put("version", standing.budget().version());
      row.put("ownLimit", standing.ownLimit());
      row.put("carried", standing.carried());
      row.put("limit", standing.limit());
      row.put("spent", standing.spent());
      rows.add(row);
    }
    return rows;
  }

  private void create(Context context, Caller caller) {
    JsonNode body = Answers.body(context);
    BudgetDraft draft = BudgetInput.read(body);
    Budget budget = refusing(() -> services.budgets().create(draft, caller.user()));
    services.audit().add(caller.user(), "budget.create", budget.id(), Json.text(body));
    context.status(201);
    answer(context, caller, budget);
  }

  private void update(Context context, Caller caller) {
    String id = context.pathParam("id");
    JsonNode body = Answers.body(context);
    BudgetDraft draft = BudgetInput.read(body);
    Budget budget =
        refusing(() -> services.budgets().update(id, draft, caller.user()))
            .orElseThrow(ApiException::notFound);
    services.audit().add(caller.user(), "budget.update", id, Json.text(body));
    answer(context, caller, budget);
  }

  private void answer(Context context, Caller caller, Budget budget) {
    Answers.json(context, views(List.of(budget), caller, services.figures().now()).get(0));
  }

  private void delete(Context context, Caller caller) {
    String id = context.pathParam("id");
    if (!refusing(() -> services.budgets().delete(id, caller.user()))) {
      throw ApiException.notFound();
    }
    services.audit().add(caller.user(), "budget.delete", id, "");
    context.status(204);
  }

  /** A refusal as answers tell it. */
  static <T> T refusing(Supplier<T> change) {
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

  static ApiException.Fault fault(Problem problem) {
    return new ApiException.Fault(problem.code().name(), problem.field(), problem.message());
  }

  /** Budgets with their figures; all are measured together. */
  private List<Map<String, Object>> views(
      List<Budget> newest, Caller caller, BudgetFigures.AsKnown known) {
    Instant now = services.clock().instant();
    BudgetMeter meter = services.budgets().meter();
    Map<String, Budget> inForce = new HashMap<>();
    Map<String, BudgetSpan> spans = new HashMap<>();
    List<BudgetMeter.Wanted> wanted = new ArrayList<>();
    for (Budget budget : newest) {
      Optional<Budget> holds =
          budget.effectiveFrom().isAfter(now)
              ? services.budgets().find(budget.id()).filter(held -> isSeen(held, caller))
              : Optional.of(budget);
      holds.ifPresent(held -> inForce.put(budget.id(), held));
      Optional<BudgetSpan> span = holds.flatMap(held -> meter.spanAt(held, now));
      if (holds.isPresent() && span.isPresent()) {
        spans.put(budget.id(), span.get());
        wanted.add(new BudgetMeter.Wanted(holds.get(), span.get()));
      }
    }
    Map<String, Standing> standings = new HashMap<>();
    meter.measure(wanted, known).forEach(s -> standings.put(s.budget().id(), s));
    Map<String, Budget> originals =
        services.budgets().originals(newest.stream().map(Budget::id).toList());
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Budget budget : newest) {
      Budget shown = inForce.getOrDefault(budget.id(), budget);
      Map<String, Object> view = BudgetView.terms(shown);
      view.put("inForce", inForce.containsKey(budget.id()));
      view.put(
          "scheduled",
          budget.version() > shown.version()
              ? Optional.of(BudgetView.terms(budget))
              : Optional.empty());
      Optional<BudgetSpan> span = Optional.ofNullable(spans.get(budget.id()));
      view.put("currentPeriod", span.map(of -> BudgetView.span(of, now)));
      view.put("forecast", Optional.empty());
      Optional<Standing> standing = Optional.ofNullable(standings.get(budget.id()));
      Optional<Budget> original =
          Optional.ofNullable(originals.get(budget.id())).filter(first -> isWhole(first, caller));
      addLimits(view, shown, original, span, standing);
      addFigures(view, shown, caller, standing, known, now);
      rows.add(view);
    }
    return rows;
  }

  private static void addLimits(
      Map<String, Object> view,
      Budget budget,
      Optional<Budget> original,
      Optional<BudgetSpan> span,
      Optional<Standing> standing) {
    String key = span.map(BudgetSpan::key).orElse("");
    view.put("original", original.map(first -> first.plan().limitOf(key, first.limit())));
    view.put("revised", budget.plan().limitOf(key, budget.limit()));
    view.put("carried", standing.map(Standing::carried));
    view.put("limitOfPeriod", standing.map(Standing::limit));
  }

  private void addFigures(
      Map<String, Object> view,
      Budget budget,
      Caller caller,
      Optional<Standing> standing,
      BudgetFigures.AsKnown known,
      Instant now) {
    boolean whole = isWhole(budget, caller);
    view.put("whole", whole);
    for (String field : List.of("spent", "spentRatio", "burnPerHour", "burnMissing", "burn")) {
      view.put(field, Optional.empty());
    }
    if (!whole) {
      // What a share has taken over tells what the others have spent.
      view.put("carried", Optional.empty());
      view.put("limitOfPeriod", Optional.empty());
    } else if (standing.isPresent()) {
      Optional<LiveSpend.Seen> live = live(standing.get());
      BudgetView.addFigures(view, standing.get(), live, now);
      view.put(
          "forecast",
          services
              .forecasts()
              .find(budget.id(), budget.version(), standing.get().span().key())
              .map(
                  forecast ->
                      BudgetView.forecast(
                          forecast, standing.get(), BudgetView.counted(standing.get(), live))));
    }
    view.put(
        "parts",
        budget.plan().shared() && standing.isPresent()
            ? parts(standing.get(), caller, known)
            : List.of());
    view.put(
        "crossings",
        services.alerts().crossings().of(budget.id()).stream()
            // Those of an earlier version may tell of other teams.
            .filter(c -> caller.scope().allTeams() || c.isWithin(caller.scope().teams()))
            .map(BudgetView::crossing)
            .toList());
  }

  private Optional<LiveSpend.Seen> live(Standing standing) {
    return services.live().find(standing.budget(), standing.span().key());
  }

  /** What each team has spent of a shared budget; a lead sees the own teams. */
  private static List<Map<String, Object>> parts(
      Standing standing, Caller caller, BudgetFigures.AsKnown known) {
    Budget budget = standing.budget();
    Map<String, SpendQuestion> questions = new LinkedHashMap<>();
    for (String team : budget.teamScope()) {
      if (caller.scope().allTeams() || caller.scope().teams().contains(team)) {
        Filter own =
            new Filter.Comparison(GroupKey.of(GroupKey.Name.TEAM), Operator.EQUAL, List.of(team));
        questions.put(
            team,
            new SpendQuestion(Filter.parse(budget.filter()).and(own), budget.plan().counted()));
      }
    }
    Map<SpendQuestion, SpendTotal> totals =
        known.spent(questions.values(), standing.span().range());
    List<Map<String, Object>> parts = new ArrayList<>();
    questions.forEach(
        (team, question) -> {
          Map<String, Object> part = new LinkedHashMap<>();
          part.put("team", team);
          part.put(
              "spent",
              Optional.ofNullable(totals.get(question))
                  .map(total -> total.of(budget.plan().unit(), budget.currency())));
          parts.add(part);
        });
    return parts;
  }
}
