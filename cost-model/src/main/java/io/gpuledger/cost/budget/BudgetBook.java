package io.gpuledger.cost.budget;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;

/** What is kept of one budget: its days, and its periods under the names they are kept by. */
public interface BudgetBook extends DayBook {
  /** What the days are sums of; empty where nothing is kept. */
  Optional<String> basis();

  /** Forgets all that is kept, and keeps sums of another basis from now on. */
  void begin(String basis);

  /** A period as it was put. */
  Optional<PeriodToDate> period(String name);

  /** All of them. */
  Collection<PeriodToDate> periods();

  void put(String name, PeriodToDate period);

  void forgetPeriod(String name);

  void forgetDaysBefore(LocalDate day);
}
