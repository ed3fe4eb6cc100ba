package io.gpuledger.dashboard.query;

import io.gpuledger.cost.commitment.BilledCommitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.CommitmentStatement;
import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The commitments of a month.
 *
 * @param period which
 * @param asOf up to when spend counts
 * @param rows by provider and id
 * @param waitingDeliveries deliveries that came or went and are still being allocated
 */
public record CommitmentFigures(
    YearMonth period, Instant asOf, List<Row> rows, long waitingDeliveries) {
  public CommitmentFigures {
    rows = List.copyOf(rows);
  }

  /**
   * One commitment in one currency.
   *
   * @param id as bills and configuration name it
   * @param provider who promised
   * @param entry its contract, if the configuration has it
   * @param billed what its bills say, if any names it
   * @param described the term that a loaded FOCUS Contract Commitment dataset gives it
   * @param statement what became of it
   */
  public record Row(
      String id,
      String provider,
      Optional<CommitmentEntry> entry,
      Optional<BilledCommitment> billed,
      Optional<Described> described,
      CommitmentStatement statement) {}

  /** A term as a FOCUS Contract Commitment dataset states it; times are ISO-8601. */
  public record Described(String contractId, String start, String end, String type) {}

  /**
   * Sums by currency.
   *
   * @param amortised of all whose cost is known
   * @param used of those whose use is known
   * @param unused of those whose use is known
   * @param useUnknown what those cost of which nothing tells how far they were used, and what of
   *     the others telemetry did not see; it is in {@code amortised} only
   */
  record Total(Amount amortised, Amount used, Amount unused, Amount useUnknown) {
    Total plus(Total other) {
      return new Total(
          amortised.plus(other.amortised),
          used.plus(other.used),
          unused.plus(other.unused),
          useUnknown.plus(other.useUnknown));
    }
  }

  Map<String, Total> totals() {
    Map<String, Total> totals = new TreeMap<>();
    for (Row row : rows) {
      CommitmentStatement statement = row.statement();
      if (statement.amortised().isPresent()) {
        totals.merge(
            statement.currency(),
            new Total(
                statement.amortised().get(),
                statement.used().orElse(Amount.ZERO),
                statement.unused().orElse(Amount.ZERO),
                statement.used().isPresent()
                    ? statement.unobserved()
                    : statement.amortised().get()),
            Total::plus);
      }
    }
    return totals;
  }
}
