package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.BurnRule;
import io.gpuledger.cost.budget.BurnWindow;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.DeliveryLedger;
import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BurningBudgets;
import io.gpuledger.dashboard.budget.GuardedHolders;
import io.gpuledger.dashboard.budget.LiveBurn;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each watch says of a cause as it occurs. */
public final class WatchFixtures {
  public static final Instant NOW = Instant.parse("2026-10-24T02:00:00Z");

  static final AlertPolicy.Watch POLICY =
      new AlertPolicy.Watch(
          Set.of(),
          new BigDecimal("0.95"),
          Optional.of(new Money("USD", Amount.of(50))),
          Duration.ofHours(1),
          Optional.of(new Money("USD", Amount.of(1_000))),
          new BurnRule(
              Duration.ofHours(1),
              Duration.ofHours(6),
              BigDecimal.valueOf(3),
              Optional.of(new Money("USD", Amount.of(500)))),
          new BigDecimal("0.80"),
          List.of(30, 7));

  private WatchFixtures() {}

  static WatchFacts.Source outage(String name, int targets) {
    return new WatchFacts.Source(
        name,
        "telemetry",
        true,
        Optional.of(Instant.parse("2026-10-24T01:10:00Z")),
        "connection refused",
        targets,
        targets);
  }

  /** A holder that the guard stands over. */
  static GuardedHolders.Guarded idle(String holder) {
    return new GuardedHolders.Guarded(
        "",
        "research",
        new AlertFacts.Cause(holder, "gpu-01", "", Optional.empty()),
        64 * 7,
        new Money("USD", Amount.of(192)),
        Amount.of(500),
        Optional.of(Instant.parse("2026-10-24T01:00:00Z")),
        NOW,
        List.of("NVIDIA B200"));
  }

  static WatchFacts.Commitment commitment(String end, String utilisation, String shortfall) {
    return new WatchFacts.Commitment(
        "CoreWeave",
        "cw-h100-2026",
        "USD",
        Optional.of(Instant.parse(end)),
        "platform",
        Optional.of(new BigDecimal(utilisation)),
        Optional.of(Amount.of(41_000)),
        Optional.of(new Money("USD", Amount.of(640))),
        Optional.of(Amount.parse(shortfall)),
        Optional.of(Instant.parse("2026-12-31T00:00:00Z")));
  }

  static WatchFacts.Invoice invoice(String mismatch) {
    return new WatchFacts.Invoice(
        "AWS",
        "INV-9",
        "USD",
        YearMonth.of(2026, 9),
        true,
        Optional.of(Amount.of(120_000)),
        Optional.of(mismatch.isEmpty() ? Amount.ZERO : Amount.parse("-17.25")),
        mismatch);
  }

  static WatchFacts.Refused refused(String id, long rejected, Optional<Long> before) {
    return new WatchFacts.Refused(
        id,
        "aws-main",
        "111122223333 2026-10-01",
        rejected,
        10_000,
        before,
        before.isPresent() ? 10_000 : 0,
        "BilledCost is not a decimal, line 17",
        Instant.parse("2026-10-24T01:30:00Z"));
  }

  /** A job that the guard stands over. */
  static GuardedHolders.Guarded runaway(String team, long perHour) {
    return runaway("", team, perHour);
  }

  /** The same in a cluster. */
  static GuardedHolders.Guarded runaway(String cluster, String team, long perHour) {
    return new GuardedHolders.Guarded(
        cluster,
        team,
        new AlertFacts.Cause(
            "job:4711", "gpu-07", "ada", Optional.of(Instant.parse("2026-10-24T01:52:00Z"))),
        56,
        new Money("USD", Amount.of(perHour)),
        Amount.of(1_234),
        Optional.empty(),
        NOW,
        List.of());
  }

  /** A budget of USD 72,000 in October that the guard said burns so much an hour. */
  static BurningBudgets.Burning burning(String id, long perHour, Instant at) {
    Budget budget =
        new Budget(
            id,
            1,
            "search-gpus",
            "team:\"search\"",
            "USD",
            Amount.of(74_400),
            List.of(100),
            "ada",
            "",
            false,
            Instant.EPOCH,
            BudgetPlan.DEFAULT);
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, at);
    List<BurnWindow> windows = List.of(window(1, now, perHour * 2), window(6, now, perHour * 6));
    return new BurningBudgets.Burning(
        budget,
        new BudgetSpan(
            "2026-10",
            LocalDate.parse("2026-10-01"),
            LocalDate.parse("2026-11-01"),
            ZoneOffset.UTC),
        new LiveSpend.Seen(
            Amount.of(20_000),
            Amount.of(perHour),
            Optional.of(
                new AlertFacts.Cause(
                    "pod:search/train-7", "gpu-07", "ada", Optional.of(at.minusSeconds(900)))),
            List.of(),
            at,
            Optional.empty(),
            0,
            new LiveBurn(windows, Optional.of(at.minusSeconds(600)), at, Amount.of(74_400))),
        true);
  }

  private static BurnWindow window(int hours, long now, long spent) {
    return new BurnWindow(
        Duration.ofHours(hours), now - hours * 3_600_000_000L, now, Amount.of(spent), true);
  }

  private static Notice one(Watch watch, FakeWatchFacts facts) {
    Watch.Seen seen = new Watch.Seen(facts, Set.of(), (kind, since) -> Set.of(), NOW);
    var unused = watch.look(seen);
    List<Notice> notices = watch.look(seen).notices();
    if (notices.size() != 1) {
      throw new IllegalStateException(watch.kind() + " said " + notices.size());
    }
    return notices.get(0);
  }

  /** A notice of every kind that is watched, by its kind. */
  public static Map<AlertKind, Notice> all() {
    FakeWatchFacts facts = new FakeWatchFacts();
    facts.sources.add(outage("dcgm-a", 500));
    facts.coverage = Optional.of(new BigDecimal("0.913"));
    facts.unpriced.add(new WatchFacts.Unpriced("NVIDIA B200", "measured hours without a rate"));
    facts.refused.add(refused("d-1", 250, Optional.of(3L)));
    facts.invoices.add(invoice(""));
    facts.commitments.add(commitment("2026-10-30T00:00:00Z", "0.61", "250000"));
    FakeWatchFacts wrong = new FakeWatchFacts();
    wrong.invoices.add(invoice("not tied"));
    Map<String, DeliveryLedger.Standing> standing = new LinkedHashMap<>();
    standing.put(
        "on-call", new DeliveryLedger.Standing(0, 3, 3, 9, "", "answered 404: no_service"));
    List<Watch> watches =
        List.of(
            new GuardedWatch(
                new RunawayWatch(),
                () -> POLICY,
                (currency, since) -> List.of(runaway("search", 5_200))),
            new BurnWatch(() -> POLICY, () -> List.of(burning("b-7", 320, NOW))),
            new StaleSourceWatch(),
            new CoverageWatch(() -> POLICY),
            new DeliveryFailureWatch(() -> standing),
            new UnpricedWatch(),
            new RejectsWatch(),
            new GuardedWatch(
                new IdleGpuWatch(),
                () -> POLICY,
                (currency, since) -> List.of(idle("pod:research/notebook-7d4b9c6f5d-x2x9k/main"))),
            new InvoiceArrivedWatch(),
            new CommitmentExpiryWatch(() -> POLICY),
            new CommitmentUseWatch(() -> POLICY),
            new ShortfallWatch());
    Map<AlertKind, Notice> all = new LinkedHashMap<>();
    watches.forEach(watch -> all.put(watch.kind(), one(watch, facts)));
    all.put(AlertKind.INVOICE_MISMATCH, one(new InvoiceMismatchWatch(), wrong));
    return all;
  }
}
