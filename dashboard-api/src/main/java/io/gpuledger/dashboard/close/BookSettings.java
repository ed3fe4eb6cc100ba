package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.dashboard.config.CloseConfig;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What own books are configured to be; each question is answered by the configuration in force.
 *
 * @param config calendar and accounts
 * @param billSources names of the configured sources of bills
 */
public record BookSettings(Supplier<CloseConfig> config, Supplier<List<String>> billSources) {
  /**
   * The sources that have to deliver for a period: those of the configuration and those that
   * delivered for the period before.
   *
   * @param before empty where the book begins with the period
   */
  List<String> expected(Optional<BookPeriod> before, CloseLedger.AsKnown known) {
    TreeSet<String> expected = new TreeSet<>(billSources.get());
    before.ifPresent(period -> expected.addAll(known.sources(period)));
    return List.copyOf(expected);
  }
}
