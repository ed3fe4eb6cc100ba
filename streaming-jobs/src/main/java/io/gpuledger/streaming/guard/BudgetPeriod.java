package io.gpuledger.streaming.guard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.budget.Budget;
import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.PeriodToDate;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.ingest.wire.BudgetWire;
import io.gpuledger.ingest.wire.PeriodTerms;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link PeriodToDate} as Flink keeps it. Days are since the epoch, numbers two's complement
 * big-endian.
 *
 * @param period its key
 * @param limit x 10^-18
 * @param terms encoded
 * @param reportedDays the last day of the period when each of {@code reportedPercents} was reported
 * @param told whether the total was reported as it stands, or is not to be reported
 */
@SuppressWarnings("ArrayRecordComponent")
public record BudgetPeriod(
    String period,
    long firstDay,
    long endDay,
    String zone,
    String budgetId,
    long budgetVersion,
    String denomination,
    byte[] limit,
    byte[] terms,
    byte[] sevenths,
    int knownDays,
    long lastDay,
    List<Integer> reportedPercents,
    List<Long> reportedDays,
    List<String> unpricedModels,
    long atMicros,
    boolean awaitsTerms,
    boolean told) {
  static BudgetPeriod fromPeriod(PeriodToDate period) {
    Budget budget = period.budget();
    return new BudgetPeriod(
        period.span().key(),
        period.span().firstDay().toEpochDay(),
        period.span().endDay().toEpochDay(),
        period.span().zone().getId(),
        budget.id(),
        budget.version(),
        budget.limit().currency(),
        budget.limit().amount().unscaled().toByteArray(),
        BudgetWire.fromTerms("", period.terms()).toByteArray(),
        period.sevenths().toByteArray(),
        period.knownDays(),
        period.lastDay().toEpochDay(),
        List.copyOf(period.reported().keySet()),
        period.reported().values().stream().map(LocalDate::toEpochDay).toList(),
        period.unpricedModels(),
        period.atMicros(),
        period.awaitsTerms(),
        period.awaitsTerms());
  }

  /** Without the budget's thresholds, which every addition brings along. */
  PeriodToDate toPeriod() {
    SortedMap<Integer, LocalDate> reported = new TreeMap<>();
    for (int i = 0; i < reportedPercents.size(); i++) {
      reported.put(reportedPercents.get(i), LocalDate.ofEpochDay(reportedDays.get(i)));
    }
    Money money = new Money(denomination, Amount.ofUnscaled(new BigInteger(limit)));
    try {
      return new PeriodToDate(
          new BudgetSpan(
              period,
              LocalDate.ofEpochDay(firstDay),
              LocalDate.ofEpochDay(endDay),
              ZoneId.of(zone)),
          new Budget(budgetId, budgetVersion, money, List.of()),
          BudgetWire.toTerms(PeriodTerms.parseFrom(terms)),
          new BigInteger(sevenths),
          knownDays,
          LocalDate.ofEpochDay(lastDay),
          reported,
          unpricedModels,
          atMicros,
          awaitsTerms);
    } catch (InvalidProtocolBufferException broken) {
      throw new IllegalStateException("the terms of budget " + budgetId + " are broken", broken);
    }
  }

  /** The same, reported. */
  BudgetPeriod asTold() {
    return new BudgetPeriod(
        period,
        firstDay,
        endDay,
        zone,
        budgetId,
        budgetVersion,
        denomination,
        limit,
        terms,
        sevenths,
        knownDays,
        lastDay,
        reportedPercents,
        reportedDays,
        unpricedModels,
        atMicros,
        awaitsTerms,
        true);
  }
}
