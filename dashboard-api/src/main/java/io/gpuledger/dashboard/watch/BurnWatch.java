package io.gpuledger.dashboard.watch;

import static java.util.stream.Collectors.toMap;

import io.gpuledger.cost.budget.BurnWindow;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BurningBudgets.Burning;
import io.gpuledger.dashboard.budget.LiveBurn;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.AlertSeverity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Budgets that burn many times their even pace in both windows, as the spend guard says. */
final class BurnWatch implements Watch {
  /** What was not heard of for longer is over: the guard forgets its nodes then as well. */
  private static final Duration SILENT_AT_MOST = Duration.ofHours(26);

  /** How long after a change of a budget the guard may not have said how it burns. */
  private static final Duration TOLD_WITHIN = Duration.ofMinutes(10);

  private final Supplier<AlertPolicy.Watch> policy;
  private final Supplier<List<Burning>> burning;
  private Map<String, List<String>> channels = Map.of();

  /**
   * A watch.
   *
   * @param burning what the guard said of budgets that burn too fast
   */
  BurnWatch(Supplier<AlertPolicy.Watch> policy, Supplier<List<Burning>> burning) {
    this.policy = policy;
    this.burning = burning;
  }

  @Override
  public AlertKind kind() {
    return AlertKind.BUDGET_BURN;
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(5);
  }

  /** Those that the budget itself names. */
  @Override
  public List<String> channels(Notice notice) {
    return channels.getOrDefault(notice.subject(), List.of());
  }

  @Override
  public Look look(Seen seen) {
    AlertPolicy.Watch now = policy.get();
    if (now.burn().least().isEmpty()) {
      return new Look(Set.of(), List.of(), "it is no longer watched for");
    }
    Set<String> holding = new TreeSet<>();
    Set<String> unknown = new TreeSet<>();
    List<Notice> notices = new ArrayList<>();
    List<Burning> all = burning.get();
    for (Burning each : all) {
      String id = each.budget().id();
      Instant told = each.seen().burned().toldAt();
      if (!each.current()) {
        if (told.isAfter(seen.now().minus(TOLD_WITHIN))) {
          unknown.add(id);
        }
      } else if (told.isAfter(seen.now().minus(SILENT_AT_MOST))) {
        holding.add(id);
        if (!seen.standing().contains(id) && each.seen().burned().isOf(seen.now())) {
          notices.add(notice(each, now, seen.now()));
        }
      }
    }
    channels =
        all.stream()
            .collect(
                toMap(each -> each.budget().id(), each -> each.budget().channels(), (a, b) -> a));
    return new Look(
        holding,
        unknown,
        notices,
        id -> over(all.stream().filter(each -> each.budget().id().equals(id)).findFirst()));
  }

  /** Silence is not said as if it were mended. */
  private static String over(Optional<Burning> said) {
    return said.map(
            each ->
                each.current()
                    ? "the spend guard has not told of it for a day: how it burns is not known"
                    : "the budget was changed")
        .orElse("the short window is below nine tenths of the factor, or the budget was deleted");
  }

  private static Notice notice(Burning found, AlertPolicy.Watch policy, Instant now) {
    Budget budget = found.budget();
    LiveBurn burned = found.seen().burned();
    List<AlertFacts.Pace> paces = burned.paces(now, found.span(), burned.limit());
    String words = AlertFacts.Pace.words(paces);
    Optional<Money> perHour =
        found.seen().burn(now).map(amount -> new Money(budget.currency(), amount));
    Words.Draft draft =
        new Words.Draft(AlertKind.BUDGET_BURN, now)
            .about(budget.id(), List.of(budget.id()))
            .severity(severity(perHour, policy))
            .says(budget.name() + " " + words, what(found, policy))
            .costs(new Notice.Cost(perHour, paces.isEmpty() ? "how fast is not known now" : words))
            .canWait(canWait(found, perHour))
            .since(burned.tooFastSince())
            .findings(burned.windows().stream().map(window -> line(budget, window)).toList())
            .owner(budget.owner(), budget.teamScope())
            .unknowns(
                found.seen().unpriced().stream()
                    .map(model -> "no price for " + model + ": its hours are not counted")
                    .toList());
    Optional<AlertFacts.Cause> cause = found.seen().causeNow(now);
    cause.ifPresent(draft::cause);
    return draft
        .toDo(
            cause
                .map(holder -> Notice.ToDo.stop(holder.holder()))
                .orElse(Notice.ToDo.nothing("No holder is named by the telemetry in scope.")))
        .notice();
  }

  /** Only what burns above the gate for runaway burn wakes somebody. */
  private static AlertSeverity severity(Optional<Money> perHour, AlertPolicy.Watch policy) {
    boolean isRunaway =
        policy
            .runawayPerHour()
            .filter(
                gate ->
                    perHour
                        .filter(money -> money.currency().equals(gate.currency()))
                        .filter(money -> money.amount().compareTo(gate.amount()) >= 0)
                        .isPresent())
            .isPresent();
    return isRunaway ? AlertSeverity.PAGE : AlertKind.BUDGET_BURN.severity();
  }

  private static String what(Burning found, AlertPolicy.Watch policy) {
    Amount limit = found.seen().burned().limit();
    return found.budget().name()
        + " burns "
        + policy.burn().factor().toPlainString()
        + " times or more what would spend its limit of "
        + Words.money(found.budget().currency(), limit)
        + " evenly over "
        + found.span().key()
        + ", in both windows.";
  }

  private static String line(Budget budget, BurnWindow window) {
    return Words.money(budget.currency(), window.spent())
        + " in the last "
        + Words.hours(window.length())
        + ", "
        + Words.money(budget.currency(), window.perHour())
        + " per hour";
  }

  private static String canWait(Burning found, Optional<Money> perHour) {
    Amount left = found.seen().burned().limit().minus(found.seen().estimate().orElse(Amount.ZERO));
    if (left.signum() <= 0) {
      return "No: the limit is passed.";
    }
    Optional<Amount> burn = perHour.map(Money::amount).filter(amount -> amount.signum() > 0);
    if (burn.isEmpty()) {
      return "Not known: what it burns now is not known.";
    }
    BigDecimal hours = left.toBigDecimal().divide(burn.get().toBigDecimal(), 0, RoundingMode.FLOOR);
    return "At this burn the limit is reached in "
        + (hours.signum() == 0
            ? "less than an hour."
            : Words.count(hours.min(BigDecimal.valueOf(99_999)).intValueExact(), "hour", "hours")
                + ".");
  }
}
