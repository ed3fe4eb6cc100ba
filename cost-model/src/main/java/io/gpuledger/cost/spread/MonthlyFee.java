package io.gpuledger.cost.spread;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * A fee per calendar month. A whole month costs the fee exactly, however long it is; a month that
 * is begun or ended in the middle costs the share of its time.
 *
 * @param perMonth what a month costs
 * @param valid from when to when
 * @param zone whose calendar
 */
public record MonthlyFee(Amount perMonth, TimeRange valid, ZoneId zone) implements Spread {
  /** Longest validity; beyond it the dates are a mistake. */
  static final Duration LONGEST = Duration.ofDays(36_525);

  public MonthlyFee {
    if (valid.length().compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a monthly fee over more than a hundred years: " + valid);
    }
  }

  @Override
  public Amount upTo(Instant at) {
    Instant end = at.isBefore(valid.end()) ? at : valid.end();
    Amount sum = Amount.ZERO;
    for (Instant from = valid.start(); from.isBefore(end); ) {
      TimeRange month = monthOf(from);
      Instant to = end.isBefore(month.end()) ? end : month.end();
      sum = sum.plus(share(month, to)).minus(share(month, from));
      from = to;
    }
    return sum;
  }

  private Amount share(TimeRange month, Instant at) {
    return Fraction.times(
        perMonth,
        BigInteger.valueOf(month.before(at).toNanos()),
        BigInteger.valueOf(month.length().toNanos()),
        Rounding.SPLIT);
  }

  private TimeRange monthOf(Instant at) {
    return ofMonth(YearMonth.from(at.atZone(zone)), zone);
  }

  /** The instants of a calendar month in a zone. */
  public static TimeRange ofMonth(YearMonth month, ZoneId zone) {
    return new TimeRange(
        month.atDay(1).atStartOfDay(zone).toInstant(),
        month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
  }
}
