package io.gpuledger.dashboard.watch;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers of one round: each question is asked at most once, and none before somebody needs it. One
 * thread only.
 */
final class FactsOnce implements WatchFacts.AsKnown {
  private final WatchFacts facts;
  private final Map<YearMonth, List<WatchFacts.Invoice>> invoices = new HashMap<>();
  private final Map<YearMonth, List<WatchFacts.Commitment>> commitments = new HashMap<>();
  private WatchFacts.@Nullable AsKnown known;

  FactsOnce(WatchFacts facts) {
    this.facts = facts;
  }

  private WatchFacts.AsKnown known() {
    WatchFacts.AsKnown now = known;
    if (now == null) {
      now = facts.now();
      known = now;
    }
    return now;
  }

  @Override
  public List<WatchFacts.Source> sources() {
    return known().sources();
  }

  @Override
  public Optional<BigDecimal> telemetryCoverage() {
    return known().telemetryCoverage();
  }

  @Override
  public List<WatchFacts.Unpriced> unpriced() {
    return known().unpriced();
  }

  @Override
  public List<WatchFacts.Refused> refused() {
    return known().refused();
  }

  @Override
  public List<WatchFacts.Invoice> invoices(YearMonth month) {
    return invoices.computeIfAbsent(month, known()::invoices);
  }

  @Override
  public List<WatchFacts.Commitment> commitments(YearMonth month) {
    return commitments.computeIfAbsent(month, known()::commitments);
  }
}
