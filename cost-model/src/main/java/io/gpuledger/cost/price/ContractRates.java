package io.gpuledger.cost.price;

import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.HourlyTerms;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What commitments of the configuration cost for an hour of one device: fees and the amortised
 * upfront part of the hour, divided by the committed devices. Only a commitment that says which
 * devices it covers is asked, the first that fits.
 */
final class ContractRates {
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<CommitmentEntry> entries;

  ContractRates(List<CommitmentEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  Optional<ResolvedRate> of(RateQuestion question) {
    return entries.stream()
        .filter(entry -> covers(entry, question))
        .flatMap(entry -> rate(entry.commitment(), question.price().at()).stream())
        .findFirst();
  }

  private static boolean covers(CommitmentEntry entry, RateQuestion question) {
    Commitment commitment = entry.commitment();
    return commitment.currency().equals(question.price().currency())
        && ProviderName.of(commitment.key().provider()).equals(question.price().provider())
        && entry.devices().isPresent()
        && entry.devices().get().matches(key -> value(key, question));
  }

  private static String value(GroupKey key, RateQuestion question) {
    return switch (key.name()) {
      case CLUSTER -> question.cluster();
      case DEVICE_MODEL -> question.deviceModel();
      default -> GroupKey.MISSING;
    };
  }

  private static Optional<ResolvedRate> rate(Commitment commitment, Instant at) {
    boolean holds = !at.isBefore(commitment.term().start()) && at.isBefore(commitment.end());
    if (!holds || !(commitment.terms() instanceof HourlyTerms terms)) {
      return Optional.empty();
    }
    return terms.phases().stream()
        .filter(phase -> phase.range().contains(at) && phase.committed().signum() > 0)
        .findFirst()
        .map(
            phase -> {
              TimeRange priced = hour(commitment, phase.range(), at);
              Money cost = commitment.costWithin(priced);
              BigInteger devices = phase.committed().unscaled();
              Amount each =
                  Fraction.amount(
                      cost.amount()
                          .unscaled()
                          .multiply(BigInteger.TEN.pow(Amount.SCALE))
                          .multiply(BigInteger.valueOf(HOUR.toNanos())),
                      devices.multiply(BigInteger.valueOf(priced.length().toNanos())),
                      Rounding.QUANTITY_TIMES_PRICE);
              return ResolvedRate.of(
                  RateOrigin.CONTRACT,
                  new Money(cost.currency(), each),
                  "commitment " + commitment.key().id());
            });
  }

  /**
   * An hour around an instant in which neither the phase nor the commitment ends: a part of an hour
   * would be priced as a whole one. All of the phase where that is shorter.
   */
  private static TimeRange hour(Commitment commitment, TimeRange phase, Instant at) {
    Instant end = phase.end().isBefore(commitment.end()) ? phase.end() : commitment.end();
    Instant to = at.plus(HOUR).isAfter(end) ? end : at.plus(HOUR);
    Instant from = to.minus(HOUR).isBefore(phase.start()) ? phase.start() : to.minus(HOUR);
    return new TimeRange(from, to);
  }
}
