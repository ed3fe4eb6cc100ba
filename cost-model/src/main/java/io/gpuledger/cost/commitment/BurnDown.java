package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Ratio;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a spend target is met at an instant, and where it will end.
 *
 * @param target what was promised
 * @param asOf the instant; postings from it on do not count
 * @param direct spent with the provider itself
 * @param marketplace spent in its marketplace, before the limit
 * @param projected what will have counted at the period's end; empty where nothing tells
 */
public record BurnDown(
    SpendTarget target,
    Instant asOf,
    Amount direct,
    Amount marketplace,
    Optional<Amount> projected) {
  /**
   * The figures by run rate: spend goes on as it did since the period began, direct and marketplace
   * each by itself.
   *
   * @param asOf within the period, or its end
   */
  public static BurnDown of(SpendTarget target, List<SpendPosting> postings, Instant asOf) {
    BurnDown now = sum(target, postings, asOf);
    Duration elapsed = target.period().before(asOf);
    if (elapsed.isZero()) {
      return now;
    }
    BigInteger numerator = BigInteger.valueOf(target.period().length().toNanos());
    BigInteger denominator = BigInteger.valueOf(elapsed.toNanos());
    Amount projected =
        Fraction.times(now.direct, numerator, denominator, Rounding.SPLIT)
            .plus(
                capped(
                    Fraction.times(now.marketplace, numerator, denominator, Rounding.SPLIT),
                    target));
    return now.withProjected(projected);
  }

  /**
   * The figures with a forecast of the rest.
   *
   * @param rest what will still be spent, direct and marketplace, from {@code asOf} to the end
   */
  public static BurnDown withForecast(
      SpendTarget target, List<SpendPosting> postings, SpendPosting rest) {
    BurnDown now = sum(target, postings, rest.at());
    return now.withProjected(
        now.direct
            .plus(rest.direct())
            .plus(capped(now.marketplace.plus(rest.marketplace()), target)));
  }

  /**
   * What has counted, without a projection: a month of the period whose bill is not known has no
   * run rate.
   *
   * @param asOf within the period, or its end
   */
  public static BurnDown soFar(SpendTarget target, List<SpendPosting> postings, Instant asOf) {
    return sum(target, postings, asOf);
  }

  private static BurnDown sum(SpendTarget target, List<SpendPosting> postings, Instant asOf) {
    Faults.of("burn-down from " + target.period().start())
        .check(
            !asOf.isBefore(target.period().start()) && !asOf.isAfter(target.period().end()),
            ProblemCode.TIME_OUT_OF_RANGE,
            "asOf",
            asOf + " does not lie in the period")
        .orRefuse();
    Amount direct = Amount.ZERO;
    Amount marketplace = Amount.ZERO;
    for (SpendPosting posting : postings) {
      if (target.period().contains(posting.at()) && posting.at().isBefore(asOf)) {
        direct = direct.plus(posting.direct());
        marketplace = marketplace.plus(posting.marketplace());
      }
    }
    return new BurnDown(target, asOf, direct, marketplace, Optional.empty());
  }

  private BurnDown withProjected(Amount amount) {
    return new BurnDown(target, asOf, direct, marketplace, Optional.of(amount));
  }

  private static Amount capped(Amount marketplace, SpendTarget target) {
    Amount limit = target.marketplaceLimit();
    return marketplace.compareTo(limit) > 0 ? limit : marketplace;
  }

  /** Marketplace spend within the limit. */
  public Amount marketplaceCounted() {
    return capped(marketplace, target);
  }

  /** Marketplace spend beyond the limit, which counts for nothing. */
  public Amount marketplaceBeyondLimit() {
    return marketplace.minus(marketplaceCounted());
  }

  /** What has counted so far. */
  public Amount counted() {
    return direct.plus(marketplaceCounted());
  }

  /** What is still to be spent; below zero where more was spent than promised. */
  public Amount remaining() {
    return target.committed().minus(counted());
  }

  /** Counted / committed. */
  public Ratio burned() {
    return new Ratio(counted().unscaled(), target.committed().unscaled());
  }

  /**
   * What will be missing at the end, zero where the promise will be kept, at most the promise:
   * credits beyond what was spent are not owed once more.
   */
  public Optional<Amount> projectedShortfall() {
    return projected.map(
        amount -> {
          Amount counted = amount.signum() > 0 ? amount : Amount.ZERO;
          Amount missing = target.committed().minus(counted);
          return missing.signum() > 0 ? missing : Amount.ZERO;
        });
  }

  /**
   * What of the projected shortfall belongs to the time gone by; at the end all of it. A month's
   * accrual is the difference of this at its two borders.
   */
  public Optional<Amount> shortfallToDate() {
    return projectedShortfall()
        .map(
            missing ->
                Fraction.times(
                    missing,
                    BigInteger.valueOf(target.period().before(asOf).toNanos()),
                    BigInteger.valueOf(target.period().length().toNanos()),
                    Rounding.SPLIT));
  }
}
