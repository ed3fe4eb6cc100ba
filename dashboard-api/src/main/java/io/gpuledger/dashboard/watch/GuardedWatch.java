package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.budget.HolderToDate;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.budget.GuardedEnd;
import io.gpuledger.dashboard.budget.GuardedHolders;
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
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Holders that the spend guard stands over. It says of each by itself when that begins and ends; a
 * holder of several teams is told once, by the part that costs most.
 */
final class GuardedWatch implements Watch {
  private final Kind kind;
  private final Supplier<AlertPolicy.Watch> policy;
  private final Guards guarded;
  private Optional<Instant> started = Optional.empty();

  /** What is not told again for longer is over: the guard tells each hour of what stands. */
  static final Duration TOLD_AGAIN = Duration.ofHours(26);

  /** What a guard stands over in a currency, told since then. */
  interface Guards {
    List<GuardedHolders.Guarded> in(String currency, Instant toldSince);

    /** How those ended that the guard said ended, by name. */
    default Map<String, GuardedEnd> ended(String currency) {
      return Map.of();
    }
  }

  /** One kind of guard. */
  interface Kind {
    AlertKind alert();

    HolderToDate.Guard guard();

    /** What a holder must cost in an hour; empty where it is not watched for. */
    Optional<Money> gate(AlertPolicy.Watch policy);

    /**
     * How long after a start the guard may not have said all that it stands over: until then what
     * was told stands.
     */
    Duration heardWithin(AlertPolicy.Watch policy);

    /** Holders that one look tells of at most; the next look tells of the rest. */
    int limit();

    /** Why an alert about a holder is over that has GPUs still. */
    String over();

    Notice notice(GuardedHolders.Guarded found, AlertPolicy.Watch policy, Instant now);
  }

  /**
   * A watch.
   *
   * @param guarded what the guard stands over in a currency
   */
  GuardedWatch(Kind kind, Supplier<AlertPolicy.Watch> policy, Guards guarded) {
    this.kind = kind;
    this.policy = policy;
    this.guarded = guarded;
  }

  static GuardedWatch of(Kind kind, Supplier<AlertPolicy.Watch> policy, GuardedHolders holders) {
    return new GuardedWatch(
        kind,
        policy,
        new Guards() {
          @Override
          public List<GuardedHolders.Guarded> in(String currency, Instant toldSince) {
            return holders.standing(kind.guard(), currency, toldSince);
          }

          @Override
          public Map<String, GuardedEnd> ended(String currency) {
            return holders.ended(kind.guard(), currency);
          }
        });
  }

  @Override
  public AlertKind kind() {
    return kind.alert();
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Look look(Seen seen) {
    AlertPolicy.Watch now = policy.get();
    Optional<Money> gate = kind.gate(now);
    if (gate.isEmpty()) {
      return new Look(Set.of(), List.of(), "it is no longer watched for");
    }
    Instant begun = started.orElse(seen.now());
    started = Optional.of(begun);
    Map<String, GuardedHolders.Guarded> byHolder = new TreeMap<>();
    for (GuardedHolders.Guarded each :
        guarded.in(gate.get().currency(), seen.now().minus(TOLD_AGAIN))) {
      byHolder.merge(each.name(), each, GuardedWatch::dearer);
    }
    withoutClusters(byHolder);
    Map<String, GuardedHolders.Guarded> toldBefore = toldBefore(byHolder, seen.standing());
    Set<String> told = new TreeSet<>(seen.standing());
    toldBefore.values().forEach(each -> told.add(each.name()));
    List<Notice> notices = new ArrayList<>();
    byHolder.forEach(
        (holder, found) -> {
          if (!told.contains(holder) && notices.size() < kind.limit()) {
            notices.add(kind.notice(found, now, seen.now()));
          }
        });
    Set<String> unknown = new TreeSet<>();
    if (seen.now().isBefore(begun.plus(kind.heardWithin(now)))) {
      unknown.addAll(seen.standing());
    }
    Set<String> holding = new TreeSet<>(byHolder.keySet());
    holding.addAll(toldBefore.keySet());
    Map<String, GuardedEnd> ended = guarded.ended(gate.get().currency());
    return new Look(
        holding, unknown, notices, member -> over(Optional.ofNullable(ended.get(member))));
  }

  /** Silence is not said as if it were mended. */
  private String over(Optional<GuardedEnd> ended) {
    return ended
        .map(
            how ->
                switch (how) {
                  case GONE -> "it holds no GPU for its team any more";
                  case CHANGED -> kind.over();
                  case SILENT ->
                      "nothing was seen of it for a day: whether it stopped is not known";
                })
        .orElse("the spend guard no longer tells of it: whether it stopped is not known");
  }

  private static GuardedHolders.Guarded dearer(GuardedHolders.Guarded a, GuardedHolders.Guarded b) {
    return a.perHour().amount().compareTo(b.perHour().amount()) >= 0 ? a : b;
  }

  /** What the version before told of a holder without a cluster gives way to what is told now. */
  private static void withoutClusters(Map<String, GuardedHolders.Guarded> byName) {
    Set<String> told = new TreeSet<>();
    byName.values().stream()
        .filter(each -> !each.cluster().isEmpty())
        .forEach(each -> told.add(each.holder()));
    byName.keySet().removeAll(told);
  }

  /**
   * The holders that an alert of the version before tells of, which stands under the holder alone.
   * It told of one: in other clusters its name stands for others.
   */
  private static Map<String, GuardedHolders.Guarded> toldBefore(
      Map<String, GuardedHolders.Guarded> byName, Set<String> standing) {
    Map<String, GuardedHolders.Guarded> told = new TreeMap<>();
    byName.forEach(
        (name, each) -> {
          if (!each.cluster().isEmpty()
              && !standing.contains(name)
              && standing.contains(each.holder())) {
            told.merge(each.holder(), each, GuardedWatch::dearer);
          }
        });
    return told;
  }

  /** What both kinds say alike of a holder. */
  static Words.Draft draft(AlertKind kind, GuardedHolders.Guarded found, Instant now) {
    String holder = found.holder();
    return new Words.Draft(kind, now)
        .about(found.name(), List.of(found.name()))
        .cause(found.cause())
        .toDo(Notice.ToDo.stop(holder))
        .owner(found.team(), found.team().isEmpty() ? List.of() : List.of(found.team()))
        .unknowns(
            found.unpriced().stream()
                .map(model -> "no price for " + model + ": its hours are not counted")
                .toList());
  }
}
