package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Jobs that burn more by the hour than the gate, by what the spend guard says of each budget. A job
 * in the scope of several budgets is told once, with the budget in which it burns most.
 */
final class RunawayWatch implements Watch {
  private final Supplier<AlertPolicy.Watch> policy;
  private final Supplier<List<Burning>> burning;

  /**
   * What burns in the scope of a budget now.
   *
   * @param perHour in all of the budget's scope
   * @param usual what is usual at this time, where that is known
   * @param cause the holder that burns most
   */
  record Burning(
      String budget,
      String owner,
      List<String> teams,
      Money perHour,
      Optional<Amount> usual,
      AlertFacts.Cause cause,
      List<String> unpriced) {}

  RunawayWatch(Supplier<AlertPolicy.Watch> policy, Supplier<List<Burning>> burning) {
    this.policy = policy;
    this.burning = burning;
  }

  @Override
  public AlertKind kind() {
    return AlertKind.RUNAWAY_JOB;
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Look look(Seen seen) {
    Optional<Money> gate = policy.get().runawayPerHour();
    if (gate.isEmpty()) {
      return new Look(Set.of(), List.of(), "runaway jobs are no longer watched for");
    }
    Map<String, Burning> byHolder = new TreeMap<>();
    for (Burning each : burning.get()) {
      if (each.perHour().currency().equals(gate.get().currency())
          && each.perHour().amount().compareTo(gate.get().amount()) >= 0
          && each.usual().filter(usual -> isUsual(each, usual)).isEmpty()) {
        byHolder.merge(
            each.cause().holder(),
            each,
            (a, b) -> a.perHour().amount().compareTo(b.perHour().amount()) <= 0 ? a : b);
      }
    }
    List<Notice> notices = new ArrayList<>();
    for (String holder : seen.fresh(byHolder.keySet())) {
      Burning found = byHolder.get(holder);
      if (found != null) {
        notices.add(notice(found, gate.get(), seen.now()));
      }
    }
    return new Look(byHolder.keySet(), notices, "it burns below the gate again");
  }

  /** Burn of less than twice what is usual is no runaway, however large. */
  private static boolean isUsual(Burning each, Amount usual) {
    return each.perHour().amount().compareTo(usual.plus(usual)) < 0;
  }

  private static Notice notice(Burning burning, Money gate, Instant now) {
    String holder = burning.cause().holder();
    return new Words.Draft(AlertKind.RUNAWAY_JOB, now)
        .about(holder, List.of(holder))
        .says(
            "Runaway burn: " + holder,
            "The scope of budget "
                + burning.budget()
                + " burns more than the gate of "
                + Words.money(gate.currency(), gate.amount())
                + " per hour, and "
                + holder
                + " burns most of it.")
        .costs(
            new Notice.Cost(
                Optional.of(burning.perHour()),
                burning
                    .usual()
                    .map(usual -> "usual is " + Words.money(gate.currency(), usual))
                    .orElse("usual burn: not known yet")))
        .canWait("No: it burns above the gate now.")
        .cause(burning.cause())
        .since(burning.cause().since())
        .toDo(Notice.ToDo.stop(holder))
        .owner(burning.owner(), burning.teams())
        .unknowns(
            burning.unpriced().stream()
                .map(model -> "no price for " + model + ": its hours are not counted")
                .toList())
        .notice();
  }
}
