package io.gpuledger.cost.budget;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Optional;

/** What samples say of the days of one budget, wherever it is kept. */
public interface DayBook {
  /** The sum of a day, as in {@link SpendAddition}; empty where no sample was in scope. */
  Optional<BigInteger> of(LocalDate day);

  /** Puts the sum of a day in the place of the one before. */
  void put(LocalDate day, BigInteger sevenths);
}
