package io.gpuledger.cost.spread;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;

/** An amount that falls on time, in one currency or unit that its holder knows. */
public interface Spread {
  /** Nothing, ever. */
  Spread NOTHING = at -> Amount.ZERO;

  /** What has fallen before an instant, since the beginning of time. */
  Amount upTo(Instant at);

  /** What falls on a range; over any partition of a range these sum to what falls on the range. */
  default Amount within(TimeRange range) {
    return upTo(range.end()).minus(upTo(range.start()));
  }

  /** All of some spreads together. */
  static Spread sum(List<Spread> spreads) {
    List<Spread> all = List.copyOf(spreads);
    return at -> all.stream().map(spread -> spread.upTo(at)).reduce(Amount.ZERO, Amount::plus);
  }

  /** The same up to an instant and nothing from it on. */
  default Spread endingAt(Instant end) {
    return at -> upTo(at.isBefore(end) ? at : end);
  }
}
