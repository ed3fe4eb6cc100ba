package io.gpuledger.dashboard.watch;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A ledger that says what a test wants. */
final class FakeWatchFacts implements WatchFacts, WatchFacts.AsKnown {
  final List<Source> sources = new ArrayList<>();
  Optional<BigDecimal> coverage = Optional.of(BigDecimal.ONE);
  final List<Unpriced> unpriced = new ArrayList<>();
  final List<Refused> refused = new ArrayList<>();
  final List<Invoice> invoices = new ArrayList<>();
  final List<Commitment> commitments = new ArrayList<>();

  /** Months whose bills have not come yet. */
  final Set<YearMonth> unbilled = new TreeSet<>();

  boolean broken;

  @Override
  public AsKnown now() {
    return this;
  }

  @Override
  public List<Source> sources() {
    if (broken) {
      throw new IllegalStateException("the engine is away");
    }
    return List.copyOf(sources);
  }

  @Override
  public Optional<BigDecimal> telemetryCoverage() {
    return coverage;
  }

  @Override
  public List<Unpriced> unpriced() {
    return List.copyOf(unpriced);
  }

  @Override
  public List<Refused> refused() {
    return List.copyOf(refused);
  }

  @Override
  public List<Invoice> invoices(YearMonth month) {
    return invoices.stream().filter(invoice -> invoice.month().equals(month)).toList();
  }

  @Override
  public List<Commitment> commitments(YearMonth month) {
    return unbilled.contains(month) ? List.of() : List.copyOf(commitments);
  }
}
