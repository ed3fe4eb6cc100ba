package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.spread.HourlyFee;
import io.gpuledger.cost.spread.Spread;
import io.gpuledger.cost.spread.WeightedSpread;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * So much for every hour of the term: devices or instances, or money at a discount. What an hour
 * leaves unused is lost. A ramp has several phases.
 *
 * @param phases in order of time, each beginning where the one before ends, together the term
 * @param upfront what is paid at once; empty where all is paid by the hour
 */
public record HourlyTerms(List<Phase> phases, Optional<Upfront> upfront)
    implements CommitmentTerms {
  public HourlyTerms {
    phases = List.copyOf(phases);
    Faults.of("terms by the hour")
        .check(!phases.isEmpty(), ProblemCode.MISSING_VALUE, "phases", "are missing")
        .check(
            phases.stream().anyMatch(phase -> phase.committed().signum() > 0),
            ProblemCode.NOT_ALLOWED_VALUE,
            "phases",
            "commit nothing")
        .orRefuse();
  }

  /**
   * A range with one commitment and one fee.
   *
   * @param range when
   * @param committed units (such as GPUs) at every instant, or money for every hour; not negative
   * @param feePerHour what an hour costs besides the upfront part, for all units; not negative
   */
  public record Phase(TimeRange range, Amount committed, Amount feePerHour) {
    public Phase {
      Faults.of("phase from " + range.start())
          .check(
              committed.signum() >= 0,
              ProblemCode.NOT_ALLOWED_VALUE,
              "committed",
              committed + " is below 0")
          .check(
              feePerHour.signum() >= 0,
              ProblemCode.NOT_ALLOWED_VALUE,
              "feePerHour",
              feePerHour + " is below 0")
          .orRefuse();
    }
  }

  /** How the commitment is paid, in the words of FOCUS ContractCommitmentPaymentModel. */
  public String paymentModel() {
    if (upfront.isEmpty()) {
      return "No Upfront";
    }
    boolean fees = phases.stream().anyMatch(phase -> phase.feePerHour().signum() > 0);
    return fees ? "Partial Upfront" : "All Upfront";
  }

  @Override
  public void check(TimeRange term, Faults faults) {
    Instant expected = term.start();
    for (Phase phase : phases) {
      faults.check(
          phase.range().start().equals(expected),
          ProblemCode.NOT_ALLOWED_VALUE,
          "phases",
          "the phase from " + phase.range().start() + " should begin at " + expected);
      expected = phase.range().end();
    }
    faults.check(
        expected.equals(term.end()),
        ProblemCode.NOT_ALLOWED_VALUE,
        "phases",
        "end at " + expected + ", the term at " + term.end());
  }

  /** The fees by the hour. */
  Spread fees() {
    return new HourlyFee(
        phases.stream()
            .map(phase -> new HourlyFee.Phase(phase.range(), phase.feePerHour()))
            .toList());
  }

  /** The upfront payment over the committed hours: a ramp bears less of it while it is low. */
  Spread amortisation() {
    return upfront
        .<Spread>map(
            paid ->
                new WeightedSpread(
                    paid.amount(),
                    phases.stream()
                        .map(
                            phase ->
                                new WeightedSpread.Piece(
                                    phase.range(), phase.committed().unscaled()))
                        .toList()))
        .orElse(Spread.NOTHING);
  }

  /** What was committed in a range, in {@link Draw#measure() measures}. */
  BigInteger committed(TimeRange range) {
    BigInteger sum = BigInteger.ZERO;
    for (Phase phase : phases) {
      Optional<TimeRange> common = phase.range().intersection(range);
      if (common.isPresent()) {
        BigInteger nanos = BigInteger.valueOf(common.get().length().toNanos());
        sum = sum.add(phase.committed().unscaled().multiply(nanos));
      }
    }
    return sum;
  }
}
