package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.Rollover;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.budget.BudgetDraft;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A budget as a request writes it. All faults of form are told at once. */
final class BudgetInput {
  private static final String NOT_ALLOWED = "NOT_ALLOWED_VALUE";

  private final JsonNode body;
  private final List<ApiException.Fault> faults = new ArrayList<>();

  private BudgetInput(JsonNode body) {
    this.body = body;
  }

  /**
   * Reads a budget.
   *
   * @throws ApiException naming every part that cannot be read
   */
  static BudgetDraft read(JsonNode body) {
    BudgetInput input = new BudgetInput(body);
    BudgetDraft draft = input.draft();
    if (!input.faults.isEmpty()) {
      throw new ApiException(ErrorCode.INVALID_REQUEST, "The budget cannot be read.", input.faults);
    }
    return draft;
  }

  private void fault(String field, String message) {
    faults.add(new ApiException.Fault(NOT_ALLOWED, field, message));
  }

  private BudgetDraft draft() {
    PeriodRule period = period();
    return new BudgetDraft(
        text("name"),
        text("filter"),
        text("currency"),
        text("limit"),
        thresholds(),
        text("owner"),
        text("channel"),
        plan(period),
        effectiveFrom(period));
  }

  private BudgetPlan plan(PeriodRule period) {
    return new BudgetPlan(
        period,
        parsed("unit", BudgetUnit.WORDS, BudgetUnit::of).orElse(BudgetUnit.MONEY),
        counted(),
        limits(),
        rollover(),
        flag(body.path("shared"), "shared", false),
        new BudgetPlan.People(text("delegate"), text("approver"), text("costCenter")));
  }

  private List<Integer> thresholds() {
    JsonNode given = body.path("thresholds");
    if (given.isMissingNode()) {
      return List.of(50, 80, 100);
    }
    if (!given.isArray()) {
      fault("thresholds", "is not a list");
    }
    List<Integer> thresholds = new ArrayList<>();
    for (JsonNode percent : given) {
      if (percent.isIntegralNumber() && percent.canConvertToInt()) {
        thresholds.add(percent.intValue());
      } else {
        fault("thresholds", "takes whole percents from 1 to 1000");
      }
    }
    return thresholds;
  }

  private PeriodRule period() {
    return new PeriodRule(
        parsed(
                "period",
                "one of daily, weekly, monthly, quarterly, yearly, rolling, project",
                PeriodKind::of)
            .orElse(PeriodKind.MONTH),
        parsed("days", "a number of days", text -> Optional.of(Integer.valueOf(text))).orElse(0),
        day("from"),
        day("to"),
        parsed(
                "zone",
                "a time zone such as Europe/Berlin or UTC",
                text -> Optional.of(ZoneId.of(text)))
            .orElse(PeriodRule.UTC),
        parsed("calendar", "calendar or fiscal", BudgetInput::fiscal).orElse(false));
  }

  private static Optional<Boolean> fiscal(String text) {
    return switch (text) {
      case "fiscal" -> Optional.of(true);
      case "calendar" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private Optional<LocalDate> day(String field) {
    return parsed(field, "a day such as 2026-12-01", text -> Optional.of(LocalDate.parse(text)));
  }

  private Optional<Instant> effectiveFrom(PeriodRule period) {
    return parsed(
        "effectiveFrom",
        "a day such as 2026-12-01, or a UTC instant",
        text ->
            Optional.of(
                text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(period.zone()).toInstant()
                    : Instant.parse(text)));
  }

  private Counted counted() {
    Counted.Metric metric =
        parsed(
                "metric",
                "billed or effective",
                text ->
                    switch (text) {
                      case "billed" -> Optional.of(Counted.Metric.BILLED);
                      case "effective" -> Optional.of(Counted.Metric.EFFECTIVE);
                      default -> Optional.<Counted.Metric>empty();
                    })
            .orElse(Counted.Metric.BILLED);
    JsonNode include = object("include");
    Set<ChargePart> excluded = EnumSet.noneOf(ChargePart.class);
    include
        .properties()
        .forEach(
            entry -> {
              boolean counts = flag(entry.getValue(), "include." + entry.getKey(), true);
              Optional<ChargePart> part = ChargePart.of(entry.getKey());
              String why = ChargePart.NOT_TOLD_APART.get(entry.getKey());
              if (part.isPresent() && !counts) {
                excluded.add(part.get());
              } else if (part.isEmpty() && why == null) {
                fault("include." + entry.getKey(), "is not a kind of charge that is told apart");
              } else if (why != null && !counts) {
                fault("include." + entry.getKey(), why);
              }
            });
    return new Counted(metric, excluded);
  }

  private SortedMap<String, Amount> limits() {
    SortedMap<String, Amount> limits = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : object("limits").properties()) {
      String text = plain(entry.getValue());
      Optional<Amount> amount = BudgetDraft.amount(text);
      if (amount.isEmpty()) {
        fault(
            "limits",
            "\"" + cut(text) + "\" of " + cut(entry.getKey()) + " is not an amount above 0");
      }
      amount.ifPresent(value -> limits.put(entry.getKey(), value));
    }
    return limits;
  }

  private Rollover rollover() {
    JsonNode given = object("rollover");
    String mode = given.path("mode").asText("none");
    Optional<Rollover.Mode> known = Rollover.Mode.of(mode);
    if (known.isEmpty()) {
      fault("rollover", "\"" + cut(mode) + "\" is not none, unspent or unspent-and-overspent");
    }
    String cap = plain(given.path("cap"));
    Optional<Amount> amount = cap.isEmpty() ? Optional.of(Amount.ZERO) : BudgetDraft.amount(cap);
    if (amount.isEmpty()) {
      fault("rollover", "\"" + cut(cap) + "\" is not a cap above 0");
    }
    return new Rollover(known.orElse(Rollover.Mode.NONE), amount.orElse(Amount.ZERO));
  }

  private JsonNode object(String field) {
    JsonNode given = body.path(field);
    if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
      fault(field, "is not an object");
    }
    return given;
  }

  private boolean flag(JsonNode given, String field, boolean otherwise) {
    if (!given.isMissingNode() && !given.isNull() && !given.isBoolean()) {
      fault(field, "is not true or false");
    }
    return given.asBoolean(otherwise);
  }

  private String text(String field) {
    JsonNode value = body.path(field);
    if (value.isContainerNode() || value.isBoolean()) {
      fault(field, "is not a text");
    }
    return plain(value);
  }

  private static String plain(JsonNode value) {
    return value.isNumber() ? Json.digits(value) : value.asText("").strip();
  }

  private <T> Optional<T> parsed(
      String field, String expected, Function<String, Optional<T>> parse) {
    String text = text(field);
    if (text.isEmpty() || body.path(field).isNull()) {
      return Optional.empty();
    }
    Optional<T> value;
    try {
      value = parse.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      value = Optional.empty();
    }
    if (value.isEmpty()) {
      fault(field, "\"" + cut(text) + "\" is not " + expected);
    }
    return value;
  }

  private static String cut(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
