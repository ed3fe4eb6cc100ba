package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Ratio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a commitment in a month. {@code amortised = used + unused + other + unobserved}
 * wherever all of them are known.
 *
 * @param currency of all amounts
 * @param origin where its cost is from
 * @param purchased what was billed or fell due; empty where neither bill nor contract tells
 * @param amortised what the month bears; empty where nothing tells
 * @param used the part that somebody used; empty where nothing tells
 * @param unused the part that nobody used; empty where nothing tells
 * @param other what the bills add that is neither
 * @param shares the parts by party; empty where use is not known
 * @param utilisation used / committed
 * @param coverage covered / eligible usage
 * @param breakEven the utilisation from which the commitment is cheaper than doing without
 * @param burnDown of a spend commitment whose period holds the month's end
 * @param notes what a reader must know, a sentence each
 * @param unobserved the part that falls in hours in which telemetry saw none of its devices, or not
 *     all: nobody knows whether it was used
 * @param makeUp the make-up rights of a take-or-pay commitment that has them; empty before its term
 */
public record CommitmentStatement(
    String currency,
    Origin origin,
    Optional<Purchased> purchased,
    Optional<Amount> amortised,
    Optional<Amount> used,
    Optional<Amount> unused,
    Amount other,
    List<CommitmentShare> shares,
    Optional<Ratio> utilisation,
    Optional<Ratio> coverage,
    Optional<Ratio> breakEven,
    Optional<BurnDown> burnDown,
    List<String> notes,
    Amount unobserved,
    Optional<MakeUpMonth> makeUp) {
  /** A statement whose use is known wholly, or not at all. */
  CommitmentStatement(
      String currency,
      Origin origin,
      Optional<Purchased> purchased,
      Optional<Amount> amortised,
      Optional<Amount> used,
      Optional<Amount> unused,
      Amount other,
      List<CommitmentShare> shares,
      Optional<Ratio> utilisation,
      Optional<Ratio> coverage,
      Optional<Ratio> breakEven,
      Optional<BurnDown> burnDown,
      List<String> notes) {
    this(
        currency,
        origin,
        purchased,
        amortised,
        used,
        unused,
        other,
        shares,
        utilisation,
        coverage,
        breakEven,
        burnDown,
        notes,
        Amount.ZERO,
        Optional.empty());
  }

  /** The same with the month's make-up rights and what is to be said of them. */
  CommitmentStatement with(MakeUpMonth rights, List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new CommitmentStatement(
        currency,
        origin,
        purchased,
        amortised,
        used,
        unused,
        other,
        shares,
        utilisation,
        coverage,
        breakEven,
        burnDown,
        all,
        unobserved,
        Optional.of(rights));
  }

  public CommitmentStatement {
    shares = List.copyOf(shares);
    notes = List.copyOf(notes);
  }

  /** Where a cost is from. */
  public enum Origin {
    /** The bills divide it into used and unused. */
    BILL,
    /** The bills do not; it follows from the contract. */
    CONTRACT
  }

  /**
   * What was paid in the month.
   *
   * @param upfront at once
   * @param recurring as fees
   */
  public record Purchased(Amount upfront, Amount recurring) {}

  /** The party that bears the unused part, and how much; empty where nobody does. */
  public List<CommitmentShare> unusedShares() {
    return shares.stream().filter(share -> !share.used()).toList();
  }

  /** A commitment that bills name and no contract of the configuration describes. */
  public static CommitmentStatement ofBill(BilledCommitment billed) {
    return StatementRules.ofBill(billed);
  }

  /** A commitment of the configuration, with or without bills. */
  public static CommitmentStatement of(CommitmentEntry entry, CommitmentFacts facts) {
    return StatementRules.of(entry, facts);
  }
}
