package io.gpuledger.cost.spread;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An amount that falls on ranges in proportion to their length and weight.
 *
 * <p>{@code upTo(t) = total x sum(weight x time before t) / sum(weight x length)}, rounded at 1e-18
 * (split). At the end of the last range that is the total, exactly.
 *
 * @param total of any sign
 * @param pieces ranges that do not overlap; one weight at least is above zero
 */
public record WeightedSpread(Amount total, List<Piece> pieces) implements Spread {
  public WeightedSpread {
    pieces = List.copyOf(pieces);
    Faults.of("spread of " + total)
        .check(
            pieces.stream().anyMatch(piece -> piece.weight().signum() > 0),
            ProblemCode.NOT_ALLOWED_VALUE,
            "weights",
            "sum to zero")
        .orRefuse();
  }

  /**
   * A range with the weight of each of its nanoseconds.
   *
   * @param range when
   * @param weight not negative
   */
  public record Piece(TimeRange range, BigInteger weight) {
    public Piece {
      if (weight.signum() < 0) {
        throw new IllegalArgumentException("negative weight " + weight);
      }
    }

    BigInteger times(Duration time) {
      return weight.multiply(BigInteger.valueOf(time.toNanos()));
    }
  }

  /** The same amount for each nanosecond of a range. */
  public static WeightedSpread straightLine(Amount total, TimeRange range) {
    return new WeightedSpread(total, List.of(new Piece(range, BigInteger.ONE)));
  }

  @Override
  public Amount upTo(Instant at) {
    BigInteger fallen = BigInteger.ZERO;
    BigInteger whole = BigInteger.ZERO;
    for (Piece piece : pieces) {
      fallen = fallen.add(piece.times(piece.range().before(at)));
      whole = whole.add(piece.times(piece.range().length()));
    }
    return Fraction.times(total, fallen, whole, Rounding.SPLIT);
  }
}
