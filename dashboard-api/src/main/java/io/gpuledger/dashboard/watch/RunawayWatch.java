package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Budgets whose scope burns more by the hour than the gate, by what the spend guard says, under the
 * name of the holder that burns most in it: what that holder burns alone the guard does not say. A
 * holder that burns most in several is told once, with the narrowest. One look is not enough, and
 * it is over below the gate by a margin only; where nothing is heard, it stands.
 */
final class RunawayWatch implements Watch {
  /** Tenths of the gate below which it is over. */
  private static final BigInteger OVER_BELOW = BigInteger.valueOf(9);

  private final Supplier<AlertPolicy.Watch> policy;
  private final Supplier<Burns> burning;
  private Set<String> before = Set.of();

  /**
   * What budgets burn.
   *
   * @param known those of which it is known now
   * @param silent holders that burned most in a budget of which it is not known now
   */
  record Burns(List<Burning> known, Set<String> silent) {
    Burns {
      known = List.copyOf(known);
      silent = Set.copyOf(silent);
    }
  }

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

  RunawayWatch(Supplier<AlertPolicy.Watch> policy, Supplier<Burns> burning) {
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
      before = Set.of();
      return new Look(Set.of(), List.of(), "runaway jobs are no longer watched for");
    }
    Amount border = Fraction.times(gate.get().amount(), OVER_BELOW, BigInteger.TEN, Rounding.SPLIT);
    Burns burns = burning.get();
    Map<String, Burning> above = above(gate.get(), burns.known());
    Set<String> holding = new TreeSet<>(above.keySet());
    holding.removeIf(holder -> !before.contains(holder) && !seen.standing().contains(holder));
    before = Set.copyOf(above.keySet());
    List<Notice> notices = new ArrayList<>();
    for (String holder : seen.fresh(holding)) {
      Burning found = above.get(holder);
      if (found != null) {
        notices.add(notice(found, gate.get(), seen.now()));
      }
    }
    above(new Money(gate.get().currency(), border), burns.known()).keySet().stream()
        .filter(seen.standing()::contains)
        .forEach(holding::add);
    return new Look(
        holding,
        burns.silent(),
        notices,
        "its budget burns a tenth less than the gate again, or another holder burns most of it");
  }

  /** The narrowest budget of each holder that burns as much, and not because that is usual. */
  private static Map<String, Burning> above(Money gate, List<Burning> known) {
    Map<String, Burning> byHolder = new TreeMap<>();
    for (Burning each : known) {
      if (each.perHour().currency().equals(gate.currency())
          && each.perHour().amount().compareTo(gate.amount()) >= 0
          && each.usual().filter(usual -> isUsual(each, usual)).isEmpty()) {
        byHolder.merge(
            each.cause().holder(),
            each,
            (a, b) -> a.perHour().amount().compareTo(b.perHour().amount()) <= 0 ? a : b);
      }
    }
    return byHolder;
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
