package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.budget.AlertRouting;
import io.gpuledger.dashboard.budget.BurningBudgets;
import io.gpuledger.dashboard.budget.GuardedHolders;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for everything that is watched beside budgets, each kind no more often than it wants. One
 * kind that cannot be looked for does not keep the others from it.
 */
public final class WatchRounds {
  private static final Logger LOG = LoggerFactory.getLogger(WatchRounds.class);

  private final List<Watch> watches;
  private final WatchFacts facts;
  private final AlertLedger ledger;
  private final AlertRouting routing;
  private final Supplier<AlertPolicy.Watch> policy;
  private final Clock clock;
  private final LongConsumer changed;
  private final Map<AlertKind, Instant> lookedAt = new EnumMap<>(AlertKind.class);

  WatchRounds(
      List<Watch> watches,
      WatchFacts facts,
      AlertLedger ledger,
      AlertRouting routing,
      Supplier<AlertPolicy.Watch> policy,
      Clock clock,
      LongConsumer changed) {
    this.watches = List.copyOf(watches);
    this.facts = facts;
    this.ledger = ledger;
    this.routing = routing;
    this.policy = policy;
    this.clock = clock;
    this.changed = changed;
  }

  /**
   * What the spend guard stands over. It asks the state alone, and never the engine: in a thread of
   * its own no slow question delays a page.
   *
   * @param changed hears of each alert that is over
   */
  public static WatchRounds guarded(
      GuardedHolders holders,
      BurningBudgets burning,
      AlertLedger ledger,
      AlertRouting routing,
      Supplier<AlertPolicy.Watch> policy,
      Clock clock,
      LongConsumer changed) {
    WatchFacts none =
        () -> {
          throw new IllegalStateException("what is guarded asks nothing of the engine");
        };
    return new WatchRounds(
        List.of(
            GuardedWatch.of(new RunawayWatch(), policy, holders),
            new BurnWatch(policy, burning::all),
            GuardedWatch.of(new IdleGpuWatch(), policy, holders)),
        none,
        ledger,
        routing,
        policy,
        clock,
        changed);
  }

  /**
   * Everything else that is watched.
   *
   * @param changed hears of each alert that is over
   */
  public static WatchRounds all(
      WatchFacts facts,
      AlertLedger ledger,
      AlertRouting routing,
      Supplier<AlertPolicy.Watch> policy,
      Clock clock,
      LongConsumer changed) {
    // Sources come first: what they explain is no cause of its own.
    List<Watch> watches =
        List.of(
            new StaleSourceWatch(),
            new CoverageWatch(policy),
            new DeliveryFailureWatch(() -> ledger.deliveries().standing()),
            new UnpricedWatch(),
            new RejectsWatch(),
            new InvoiceArrivedWatch(),
            new InvoiceMismatchWatch(),
            new CommitmentExpiryWatch(policy),
            new CommitmentUseWatch(policy),
            new ShortfallWatch());
    return new WatchRounds(watches, facts, ledger, routing, policy, clock, changed);
  }

  /** Looks for every kind whose time has come. */
  public void run() {
    Instant now = clock.instant();
    WatchFacts.AsKnown known = new FactsOnce(facts);
    for (Watch watch : watches) {
      Instant last = lookedAt.getOrDefault(watch.kind(), Instant.MIN);
      if (last.isAfter(now.minus(watch.every()))) {
        continue;
      }
      lookedAt.put(watch.kind(), now);
      try {
        look(watch, known, now);
      } catch (RuntimeException e) {
        LOG.error("{} cannot be watched for now", watch.kind().code(), e);
      }
    }
  }

  private void look(Watch watch, WatchFacts.AsKnown known, Instant now) {
    if (policy.get().excluded().contains(watch.kind())) {
      over(ledger.keepOnly(watch.kind(), Set.of(), "it is no longer watched for"));
      return;
    }
    Watch.Look look =
        watch.look(new Watch.Seen(known, ledger.standing(watch.kind()), ledger::toldSince, now));
    over(ledger.keepOnly(watch.kind(), look.standing(), look.over()));
    for (Notice notice : look.notices()) {
      Set<String> without = notice.kind() == AlertKind.DELIVERY_FAILURE ? look.holding() : Set.of();
      var unused =
          ledger.raise(
              notice, routing.targets(watch.channels(notice), notice, without), routing::link);
    }
  }

  private void over(List<Alert> alerts) {
    alerts.forEach(alert -> changed.accept(alert.id()));
  }
}
