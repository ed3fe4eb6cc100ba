package io.gpuledger.cost.owned;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A price of energy at some hours of some days.
 *
 * @param name such as {@code peak}
 * @param days on which it begins and ends
 * @param from local time, inclusive
 * @param to local time, exclusive; midnight is the end of the day
 * @param price of a kilowatt-hour
 */
public record TariffBand(
    String name, Set<DayOfWeek> days, LocalTime from, LocalTime to, TypedPrice.PerKwh price) {
  public TariffBand {
    Faults.of("tariff band " + name)
        .text(name, "name")
        .check(!days.isEmpty(), ProblemCode.MISSING_VALUE, "days", "are missing")
        .check(
            to.equals(LocalTime.MIDNIGHT) || from.isBefore(to),
            ProblemCode.PERIOD_NOT_POSITIVE,
            "to",
            to + " is not after " + from + "; make two bands of one over midnight")
        .orRefuse();
    days = Collections.unmodifiableSet(EnumSet.copyOf(days));
  }

  boolean contains(ZonedDateTime at) {
    LocalTime time = at.toLocalTime();
    return days.contains(at.getDayOfWeek())
        && !time.isBefore(from)
        && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
  }
}
