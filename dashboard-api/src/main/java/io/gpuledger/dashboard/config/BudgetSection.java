package io.gpuledger.dashboard.config;

import io.gpuledger.cost.budget.Budget;
import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.PlanFault;
import io.gpuledger.cost.budget.Rollover;
import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one entry of {@code budgets}. */
final class BudgetSection {
  private static final String AMOUNT = "an amount above 0 and below 10^12";
  private static final String DAY = "a day such as 2026-12-01";

  private BudgetSection() {}

  static LedgerConfig.Budget budget(YamlMapping item, LedgerConfig.Alerts alerts) {
    String channel = item.text("channel", "");
    for (String name : channel.isEmpty() ? List.<String>of() : List.of(channel.split(" *, *"))) {
      if (alerts.find(name).isEmpty()) {
        item.fault("channel", "\"" + name + "\" is not one of alerts.channels");
      }
    }
    String filter = item.optional("filter", Names.FILTER, Names::filter).orElse("");
    BudgetUnit unit = unit(item);
    String currency =
        unit == BudgetUnit.MONEY
            ? item.required("currency", "", "a currency code such as USD", Scalars::currency)
            : item.text("currency", "");
    Amount limit = item.required("limit", Amount.ZERO, AMOUNT, Scalars::positiveAmount);
    PeriodRule period = period(item);
    BudgetPlan plan =
        new BudgetPlan(
            period,
            unit,
            counted(item),
            limits(item),
            rollover(item.mapping("rollover")),
            item.optional("shared", "true or false", Scalars::flag).orElse(false),
            new BudgetPlan.People(
                item.text("delegate", ""), item.text("approver", ""), item.text("costCenter", "")));
    for (PlanFault fault : plan.faults(currency, limit)) {
      item.fault(fault.field(), fault.message());
    }
    return new LedgerConfig.Budget(
        item.requiredText("name"),
        filter,
        currency,
        limit,
        thresholds(item),
        item.text("owner", ""),
        channel,
        plan,
        effectiveFrom(item, period));
  }

  private static List<Integer> thresholds(YamlMapping item) {
    List<Integer> thresholds =
        item.values(
            "thresholds", "a percent from 1 to 1000", text -> Scalars.between(text, 1, 1_000));
    List<Integer> ascending = thresholds.stream().sorted().distinct().toList();
    if (!ascending.equals(thresholds)) {
      item.fault("thresholds", "must rise, each threshold once");
    }
    if (thresholds.size() > Budget.THRESHOLDS_LIMIT) {
      item.fault("thresholds", "at most " + Budget.THRESHOLDS_LIMIT + " thresholds");
    }
    return ascending.isEmpty() ? List.of(50, 80, 100) : ascending;
  }

  private static BudgetUnit unit(YamlMapping item) {
    return item.optional("unit", BudgetUnit.WORDS, text -> known(BudgetUnit.of(text)))
        .orElse(BudgetUnit.MONEY);
  }

  private static PeriodRule period(YamlMapping item) {
    return new PeriodRule(
        item.optional(
                "period",
                "one of daily, weekly, monthly, quarterly, yearly, rolling, project",
                text -> known(PeriodKind.of(text)))
            .orElse(PeriodKind.MONTH),
        item.optional("days", "a number of days", text -> Scalars.between(text, 0, 100_000))
            .orElse(0),
        item.optional("from", DAY, LocalDate::parse),
        item.optional("to", DAY, LocalDate::parse),
        item.optional("zone", "a time zone such as Europe/Berlin or UTC", ZoneId::of)
            .orElse(PeriodRule.UTC),
        item.optional("calendar", "one of calendar, fiscal", BudgetSection::isFiscal)
            .orElse(false));
  }

  private static boolean isFiscal(String text) {
    return switch (text) {
      case "fiscal" -> true;
      case "calendar" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Counted counted(YamlMapping item) {
    Counted.Metric metric =
        item.optional(
                "metric",
                Scalars.words(Counted.Metric.class),
                text -> Scalars.word(Counted.Metric.class, text))
            .orElse(Counted.Metric.BILLED);
    YamlMapping include = item.mapping("include");
    Set<ChargePart> excluded = EnumSet.noneOf(ChargePart.class);
    for (ChargePart part : ChargePart.values()) {
      if (!include.optional(part.code(), "true or false", Scalars::flag).orElse(true)) {
        excluded.add(part);
      }
    }
    for (Map.Entry<String, String> part : new TreeMap<>(ChargePart.NOT_TOLD_APART).entrySet()) {
      if (!include.optional(part.getKey(), "true or false", Scalars::flag).orElse(true)) {
        include.fault(part.getKey(), part.getValue());
      }
    }
    include.done();
    return new Counted(metric, excluded);
  }

  private static SortedMap<String, Amount> limits(YamlMapping item) {
    return new TreeMap<>(item.mapping("limits").byKey(AMOUNT, Scalars::positiveAmount));
  }

  private static Rollover rollover(YamlMapping item) {
    Rollover.Mode mode =
        item.optional(
                "mode",
                "one of none, unspent, unspent-and-overspent",
                text -> known(Rollover.Mode.of(text)))
            .orElse(Rollover.Mode.NONE);
    Amount cap = item.optional("cap", AMOUNT, Scalars::positiveAmount).orElse(Amount.ZERO);
    item.done();
    return new Rollover(mode, cap);
  }

  /** A day begins in the zone of the budget. */
  private static Optional<Instant> effectiveFrom(YamlMapping item, PeriodRule period) {
    return item.optional("effectiveFrom", DAY, LocalDate::parse)
        .map(day -> day.atStartOfDay(period.zone()).toInstant());
  }

  private static <T> T known(Optional<T> value) {
    return value.orElseThrow(() -> new IllegalArgumentException("unknown"));
  }
}
