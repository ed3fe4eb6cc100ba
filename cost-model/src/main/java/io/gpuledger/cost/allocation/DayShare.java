package io.gpuledger.cost.allocation;

import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The part of a charge that falls on one UTC day.
 *
 * @param charge the whole charge
 * @param day which day
 * @param range the charge period within that day
 * @param costs the part's costs
 * @param paidDeviceNanos the part's paid device-time, if the bill says so
 */
public record DayShare(
    AllocationCharge charge,
    LocalDate day,
    TimeRange range,
    Costs costs,
    OptionalLong paidDeviceNanos) {
  /** A charge over more days stands on its first day, whole. */
  public static final int DAYS_LIMIT = 3_660;

  /** The charge divided by its time on each UTC day; the parts sum to it exactly. */
  public static List<DayShare> of(AllocationCharge charge) {
    TimeRange period = charge.period();
    LocalDate first = dayOf(period.start());
    LocalDate last = dayOf(period.end().minusNanos(1));
    if (first.equals(last) || last.toEpochDay() - first.toEpochDay() >= DAYS_LIMIT) {
      return List.of(new DayShare(charge, first, period, charge.costs(), charge.paidDeviceNanos()));
    }
    List<TimeRange> ranges = new ArrayList<>();
    List<BigInteger> weights = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      Instant start = later(period.start(), startOf(day));
      Instant end = earlier(period.end(), startOf(day.plusDays(1)));
      ranges.add(new TimeRange(start, end));
      weights.add(BigInteger.valueOf(Duration.between(start, end).toNanos()));
    }
    List<Costs> costs = charge.costs().split(weights);
    List<Long> nanos =
        charge.paidDeviceNanos().isPresent()
            ? Nanos.split(charge.paidDeviceNanos().getAsLong(), weights)
            : List.of();
    List<DayShare> shares = new ArrayList<>(ranges.size());
    for (int i = 0; i < ranges.size(); i++) {
      OptionalLong paid = nanos.isEmpty() ? OptionalLong.empty() : OptionalLong.of(nanos.get(i));
      shares.add(
          new DayShare(charge, dayOf(ranges.get(i).start()), ranges.get(i), costs.get(i), paid));
    }
    return shares;
  }

  /** The days on which {@link #of} puts parts of a charge with this period. */
  public static List<LocalDate> daysOf(TimeRange period) {
    LocalDate first = dayOf(period.start());
    LocalDate last = dayOf(period.end().minusNanos(1));
    return last.toEpochDay() - first.toEpochDay() >= DAYS_LIMIT
        ? List.of(first)
        : first.datesUntil(last.plusDays(1)).toList();
  }

  private static LocalDate dayOf(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** The same share of the charge with other costs: a part of its own. */
  DayShare with(Costs part) {
    return new DayShare(charge, day, range, part, paidDeviceNanos);
  }
}
