package io.gpuledger.dashboard.close;

import io.gpuledger.cost.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What granted disputes of statement lines move between cost centres. */
@FunctionalInterface
public interface GrantedDisputes {
  GrantedDisputes NONE = until -> List.of();

  /**
   * What a dispute moves.
   *
   * @param reference names the dispute; no two have the same
   * @param date the last day of the month whose statement shows it
   * @param from the cost centre that was charged; a dash stands for none
   * @param to the cost centre that bears it instead
   * @param amount granted, not zero
   */
  record Moved(String reference, LocalDate date, String from, String to, Money amount) {
    Moved on(LocalDate day) {
      return new Moved(reference, day, from, to, amount);
    }
  }

  /**
   * All that were granted, in a stable order.
   *
   * @param until the last instant at which they may have been granted
   */
  List<Moved> granted(Instant until);
}
