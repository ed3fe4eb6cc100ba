package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.Sevenths;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a budget burned lately, and whether that is told of as too fast. Rules:
 * docs/rules/spend-guard.md.
 *
 * @param spent by the time that it is for
 * @param countedSinceMicros since when it is added up, 0 before the first addition
 * @param knownSinceMicros since when telemetry of its scope is seen without a silence
 * @param newestMicros the latest scrape of its scope, 0 before the first
 * @param unpricedMicros the latest one with devices without a rate, 0 where there was none
 * @param standsSinceMicros since when it burns too fast, 0 where it does not
 */
public record BurnToDate(
    BurnBuckets spent,
    long countedSinceMicros,
    long knownSinceMicros,
    long newestMicros,
    long unpricedMicros,
    long standsSinceMicros) {
  /** A budget of which nothing was seen. */
  public static final BurnToDate NEW = new BurnToDate(BurnBuckets.NONE, 0, 0, 0, 0, 0);

  /** The part of the factor below which it is over. */
  private static final BigDecimal OVER_BELOW = new BigDecimal("0.9");

  private static final long NANOS_PER_MICRO = 1_000L;

  /** What is kept beyond the long window. */
  private static final long SPARE_MICROS = 2 * BurnBuckets.LENGTH.toNanos() / NANOS_PER_MICRO;

  /**
   * A look taken.
   *
   * @param burn with what it changes
   * @param windows the short one first; none before the first scrape
   */
  public record Look(BurnToDate burn, List<BurnWindow> windows) {
    public Look {
      windows = List.copyOf(windows);
    }
  }

  /** Whether it is told of as too fast. */
  public boolean stands() {
    return standsSinceMicros != 0;
  }

  /** A budget that is told of before anything is seen of it is added up from then on. */
  public BurnToDate told(long nowMicros) {
    return countedSinceMicros != 0
        ? this
        : new BurnToDate(
            spent, nowMicros, knownSinceMicros, newestMicros, unpricedMicros, standsSinceMicros);
  }

  /** Makes an addition. */
  public BurnToDate after(SpendAddition addition, BurnRule rule) {
    long at = addition.burn().atMicros();
    long newest = Math.max(newestMicros, at);
    long kept = BurnBuckets.startOf(newest - micros(rule.longWindow()) - SPARE_MICROS);
    // A scrape of one node that comes late says nothing of the others at its time.
    long counted = countedSinceMicros == 0 ? at : countedSinceMicros;
    return new BurnToDate(
        spent.plus(addition.recent().spent()).from(kept),
        Math.max(counted, kept),
        knownSince(addition.recent().knownSinceMicros(), at),
        newest,
        addition.unpricedModels().isEmpty() ? unpricedMicros : Math.max(unpricedMicros, at),
        standsSinceMicros);
  }

  /** The stretch that the newest scrape is in, as far back as scrapes follow each other. */
  private long knownSince(long nodeSince, long at) {
    boolean newer = nodeSince > newestMicros + Burn.HEARD_MICROS;
    boolean older = at < knownSinceMicros - Burn.HEARD_MICROS;
    if (newestMicros == 0 || newer) {
      return nodeSince;
    }
    return older ? knownSinceMicros : Math.min(knownSinceMicros, nodeSince);
  }

  /**
   * Looks how fast it burns.
   *
   * @param period the one that runs
   * @param nodes of its scope, as each was seen last
   * @param wallMicros now, for a scope of which nothing is left to be seen
   */
  public Look look(BurnRule rule, PeriodToDate period, Map<String, Burn> nodes, long wallMicros) {
    if (newestMicros == 0) {
      return new Look(this, List.of());
    }
    // Where every node gave back what it had, nothing is spent until one tells otherwise.
    boolean gone =
        nodes.values().stream().allMatch(node -> node.perHour().isZero() && !node.unpriced());
    long now = gone ? Math.max(newestMicros, wallMicros) : newestMicros;
    List<BurnWindow> windows =
        rule.windows().stream().map(length -> window(micros(length), now)).toList();
    long stands = standsSince(rule, period, windows, nodes, now);
    return new Look(
        new BurnToDate(
            spent, countedSinceMicros, knownSinceMicros, newestMicros, unpricedMicros, stands),
        windows);
  }

  private BurnWindow window(long lengthMicros, long now) {
    long from = BurnBuckets.startOf(now - lengthMicros);
    return new BurnWindow(
        Duration.ofNanos(lengthMicros * NANOS_PER_MICRO),
        from,
        now,
        DeviceTimePrice.amount(spent.sumFrom(from), Sevenths.WHOLE),
        from >= Math.max(countedSinceMicros, knownSinceMicros));
  }

  private long standsSince(
      BurnRule rule,
      PeriodToDate period,
      List<BurnWindow> windows,
      Map<String, Burn> nodes,
      long now) {
    if (period.awaitsTerms()) {
      // Its limit may be another one.
      return standsSinceMicros;
    }
    Optional<Amount> least =
        rule.least()
            .filter(money -> money.currency().equals(period.budget().limit().currency()))
            .map(Money::amount);
    Amount limit = period.limit();
    if (least.isEmpty() || limit.signum() <= 0) {
      return 0;
    }
    BurnWindow recent = windows.get(0);
    if (!stands()) {
      boolean isTooFast =
          windows.stream()
              .allMatch(
                  window ->
                      window.whole() && window.isAtLeast(rule.factor(), limit, period.span()));
      boolean matters = windows.get(1).spent().compareTo(least.get()) >= 0;
      return isTooFast && matters ? now : 0;
    }
    // Without a price nobody knows what it costs, and silence is no end.
    boolean isUnpriced = unpricedMicros >= recent.fromMicros();
    BurnWindow atMost = recent.plus(unseen(nodes, recent.fromMicros(), now));
    boolean goesOn =
        isUnpriced || atMost.isAtLeast(rule.factor().multiply(OVER_BELOW), limit, period.span());
    return goesOn ? standsSinceMicros : 0;
  }

  /** What silent nodes cost in the meantime if they go on as they were seen last. */
  private static Amount unseen(Map<String, Burn> nodes, long fromMicros, long now) {
    BigInteger sum = BigInteger.ZERO;
    for (Burn node : nodes.values()) {
      if (!node.isHeardAt(now)) {
        long micros = now - Math.max(fromMicros, node.atMicros());
        sum = sum.add(DeviceTimePrice.product(micros * NANOS_PER_MICRO, node.perHour()));
      }
    }
    return DeviceTimePrice.amount(sum);
  }

  private static long micros(Duration length) {
    return length.toNanos() / NANOS_PER_MICRO;
  }
}
