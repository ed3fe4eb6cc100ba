package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.BudgetBook;
import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.BudgetToDate;
import io.gpuledger.cost.budget.PeriodTerms;
import io.gpuledger.cost.budget.PeriodToDate;
import io.gpuledger.cost.budget.SpendAddition;
import io.gpuledger.cost.budget.WatchedBudget;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The budget at hand as Flink keeps it. What nothing was added to for {@link #KEPT} is forgotten.
 */
final class KeyedBudget implements BudgetBook {
  /** Longer than a rolling period or a year with its late samples. */
  static final Duration KEPT = Duration.ofDays(435);

  private final MapState<Long, byte[]> days;
  private final MapState<String, BudgetPeriod> periods;
  private final ValueState<String> basis;

  /** Of versions that kept months of UTC alone; emptied as they are taken over. */
  private final MapState<String, BudgetMonth> months;

  KeyedBudget(RuntimeContext context) {
    StateTtlConfig kept = StateTtlConfig.newBuilder(KEPT).build();
    MapStateDescriptor<Long, byte[]> ofDays =
        new MapStateDescriptor<>(
            "days", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    ofDays.enableTimeToLive(kept);
    days = context.getMapState(ofDays);
    MapStateDescriptor<String, BudgetPeriod> ofPeriods =
        new MapStateDescriptor<>("periods", Types.STRING, TypeInformation.of(BudgetPeriod.class));
    ofPeriods.enableTimeToLive(kept);
    periods = context.getMapState(ofPeriods);
    ValueStateDescriptor<String> ofBasis = new ValueStateDescriptor<>("basis", Types.STRING);
    // It is written once and looked at with every addition.
    ofBasis.enableTimeToLive(
        StateTtlConfig.newBuilder(KEPT)
            .setUpdateType(StateTtlConfig.UpdateType.OnReadAndWrite)
            .build());
    basis = context.getState(ofBasis);
    MapStateDescriptor<String, BudgetMonth> ofMonths =
        new MapStateDescriptor<>("months", Types.STRING, TypeInformation.of(BudgetMonth.class));
    ofMonths.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(70)).build());
    months = context.getMapState(ofMonths);
  }

  /** Makes an addition. */
  Optional<PeriodToDate.Step> add(SpendAddition addition) throws Exception {
    if (basis.value() == null && !months.isEmpty()) {
      takeOverMonths(addition.watched());
    }
    return BudgetToDate.add(addition, this);
  }

  /** Takes terms that were told. */
  List<PeriodToDate.Step> retell(WatchedBudget watched) {
    return BudgetToDate.retell(watched, this);
  }

  private void takeOverMonths(WatchedBudget watched) throws Exception {
    begin(watched.basis());
    for (Map.Entry<String, BudgetMonth> entry : months.entries()) {
      BudgetMonth month = entry.getValue();
      LocalDate first = YearMonth.parse(entry.getKey()).atDay(1);
      Optional<BudgetSpan> span = watched.spanOf(first);
      boolean same =
          watched.rule().isMonthsOfUtc()
              && month.filter().equals(watched.filter().text())
              && month.currency().equals(watched.denomination());
      if (same && span.isPresent()) {
        put(first, month.sevenths());
        put(entry.getKey(), toPeriod(month, watched, span.get()));
      }
    }
    months.clear();
  }

  private static PeriodToDate toPeriod(BudgetMonth month, WatchedBudget watched, BudgetSpan span) {
    SortedMap<Integer, LocalDate> reported = new TreeMap<>();
    if (month.budgetVersion() >= watched.budget().version()) {
      month.reportedPercents().forEach(percent -> reported.put(percent, span.endDay()));
    }
    return new PeriodToDate(
        span,
        watched.budget(),
        PeriodTerms.NONE,
        month.sevenths(),
        1,
        span.firstDay(),
        reported,
        month.unpricedModels(),
        month.atMicros(),
        false);
  }

  /** Periods whose totals have changed since they were told, by the names they are kept by. */
  Map<String, BudgetPeriod> untold() throws Exception {
    Map<String, BudgetPeriod> untold = new TreeMap<>();
    for (Map.Entry<String, BudgetPeriod> entry : periods.entries()) {
      if (!entry.getValue().told()) {
        untold.put(entry.getKey(), entry.getValue());
      }
    }
    return untold;
  }

  /** The period that runs, or ran last; empty where nothing was added. */
  Optional<BudgetPeriod> running() throws Exception {
    BudgetPeriod newest = null;
    for (BudgetPeriod period : periods.values()) {
      if (newest == null || period.endDay() > newest.endDay()) {
        newest = period;
      }
    }
    return Optional.ofNullable(newest);
  }

  void told(String name, BudgetPeriod period) throws Exception {
    periods.put(name, period.asTold());
  }

  /** An access to Flink's state, which may fail in any way. */
  private interface Access<T> {
    T make() throws Exception;
  }

  private static <T> T make(Access<T> access) {
    try {
      return access.make();
    } catch (Exception e) {
      throw new FlinkRuntimeException("the state of a budget cannot be read or written", e);
    }
  }

  @Override
  public Optional<String> basis() {
    return make(() -> Optional.ofNullable(basis.value()));
  }

  @Override
  public void begin(String of) {
    make(
        () -> {
          days.clear();
          periods.clear();
          basis.update(of);
          return of;
        });
  }

  @Override
  public Optional<BigInteger> of(LocalDate day) {
    return make(() -> Optional.ofNullable(days.get(day.toEpochDay())).map(BigInteger::new));
  }

  @Override
  public void put(LocalDate day, BigInteger sevenths) {
    make(
        () -> {
          days.put(day.toEpochDay(), sevenths.toByteArray());
          return day;
        });
  }

  @Override
  public void forgetDaysBefore(LocalDate day) {
    make(
        () -> {
          List<Long> gone = new ArrayList<>();
          for (Long known : days.keys()) {
            if (known < day.toEpochDay()) {
              gone.add(known);
            }
          }
          for (Long known : gone) {
            days.remove(known);
          }
          return day;
        });
  }

  @Override
  public Optional<PeriodToDate> period(String name) {
    return make(() -> Optional.ofNullable(periods.get(name)).map(BudgetPeriod::toPeriod));
  }

  @Override
  public Collection<PeriodToDate> periods() {
    return make(
        () -> {
          List<PeriodToDate> all = new ArrayList<>();
          for (BudgetPeriod period : periods.values()) {
            all.add(period.toPeriod());
          }
          return all;
        });
  }

  @Override
  public void put(String name, PeriodToDate period) {
    make(
        () -> {
          periods.put(name, BudgetPeriod.fromPeriod(period));
          return name;
        });
  }

  @Override
  public void forgetPeriod(String name) {
    make(
        () -> {
          periods.remove(name);
          return name;
        });
  }
}
