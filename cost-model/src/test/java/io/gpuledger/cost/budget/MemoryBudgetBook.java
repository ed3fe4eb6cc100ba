package io.gpuledger.cost.budget;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A book in memory. */
final class MemoryBudgetBook implements BudgetBook {
  final SortedMap<LocalDate, BigInteger> days = new TreeMap<>();
  final Map<String, PeriodToDate> periods = new TreeMap<>();
  private Optional<String> basis = Optional.empty();

  @Override
  public Optional<String> basis() {
    return basis;
  }

  @Override
  public void begin(String of) {
    days.clear();
    periods.clear();
    basis = Optional.of(of);
  }

  @Override
  public Optional<BigInteger> of(LocalDate day) {
    return Optional.ofNullable(days.get(day));
  }

  @Override
  public void put(LocalDate day, BigInteger sevenths) {
    days.put(day, sevenths);
  }

  @Override
  public void forgetDaysBefore(LocalDate day) {
    days.headMap(day).clear();
  }

  @Override
  public Optional<PeriodToDate> period(String name) {
    return Optional.ofNullable(periods.get(name));
  }

  @Override
  public Collection<PeriodToDate> periods() {
    return periods.values();
  }

  @Override
  public void put(String name, PeriodToDate period) {
    periods.put(name, period);
  }

  @Override
  public void forgetPeriod(String name) {
    periods.remove(name);
  }
}
