package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Commitments that the tests begin with. */
public final class CommitmentFixture {
  private CommitmentFixture() {}

  public static Instant at(String date) {
    return Instant.parse(date + "T00:00:00Z");
  }

  public static TimeRange range(String from, String to) {
    return new TimeRange(at(from), at(to));
  }

  /** Eight GPUs for a year from the middle of March: 70,080 upfront and 12.00 an hour. */
  public static Commitment block(Optional<Ending> ending) {
    TimeRange term = range("2026-03-15", "2027-03-15");
    HourlyTerms terms =
        new HourlyTerms(
            List.of(new HourlyTerms.Phase(term, Amount.of(8), Amount.of(12))),
            Optional.of(Upfront.paid(Amount.of(70_080), term.start())));
    return commitment(CommitmentKind.RESERVED_BLOCK, term, terms, ending);
  }

  /** A thousand credits for 900, to be used in the first half of 2026. */
  public static Commitment credits() {
    TimeRange term = range("2026-01-01", "2026-07-01");
    return commitment(
        CommitmentKind.PREPAID,
        term,
        new PrepaidTerms(Amount.of(1_000), "Credits", Amount.of(900), term.start()),
        Optional.empty());
  }

  public static Commitment commitment(
      CommitmentKind kind, TimeRange term, CommitmentTerms terms, Optional<Ending> ending) {
    return new Commitment(
        new CommitmentKey("c-1", "contract-1", "CoreWeave"),
        kind,
        "USD",
        term,
        new Parties("research", "platform"),
        terms,
        ending);
  }
}
