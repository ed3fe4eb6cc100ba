package io.gpuledger.cost.spread;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A fee per hour that may change from phase to phase. All time times price is added up unrounded
 * and rounded once (quantity x price).
 *
 * @param phases when which fee holds
 */
public record HourlyFee(List<Phase> phases) implements Spread {
  private static final BigInteger NANOS_PER_HOUR =
      BigInteger.valueOf(Duration.ofHours(1).toNanos());

  public HourlyFee {
    phases = List.copyOf(phases);
  }

  /**
   * A range with one fee.
   *
   * @param range when
   * @param perHour what an hour costs
   */
  public record Phase(TimeRange range, Amount perHour) {}

  @Override
  public Amount upTo(Instant at) {
    BigInteger products = BigInteger.ZERO;
    for (Phase phase : phases) {
      BigInteger nanos = BigInteger.valueOf(phase.range().before(at).toNanos());
      products = products.add(nanos.multiply(phase.perHour().unscaled()));
    }
    return Fraction.amount(products, NANOS_PER_HOUR, Rounding.QUANTITY_TIMES_PRICE);
  }
}
