package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Money;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * From where on a holder is told of.
 *
 * @param runaway what it must burn in an hour to be called runaway; empty: not watched for
 * @param idle what GPUs that it holds idle must cost in an hour; empty: not watched for
 * @param idleFor how long they must have been idle
 */
public record HolderGates(Optional<Money> runaway, Optional<Money> idle, Duration idleFor) {
  public static final HolderGates NONE =
      new HolderGates(Optional.empty(), Optional.empty(), Duration.ofHours(1));

  /** The currencies that they are in, in order; empty where nothing is watched for. */
  public Set<String> currencies() {
    Set<String> currencies = new TreeSet<>();
    runaway.ifPresent(gate -> currencies.add(gate.currency()));
    idle.ifPresent(gate -> currencies.add(gate.currency()));
    return currencies;
  }
}
