package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What granted disputes of statement lines move between cost centres. */
@FunctionalInterface
public interface GrantedDisputes {
  GrantedDisputes NONE = (period, asOf) -> List.of();

  /**
   * What a dispute moves.
   *
   * @param reference names the dispute; no two have the same
   * @param date the last day of the month whose statement shows it
   * @param from the cost centre that was charged; a dash stands for none
   * @param to the cost centre that bears it instead
   * @param amount granted, not zero
   */
  record Moved(String reference, LocalDate date, String from, String to, Money amount) {}

  /**
   * Disputes whose correction lies in a period, in a stable order.
   *
   * @param asOf only what was granted by then; everything where it is empty
   */
  List<Moved> bookedIn(BookPeriod period, Optional<Instant> asOf);
}
