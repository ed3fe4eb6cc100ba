package io.gpuledger.dashboard.query;

/**
 * The rules that answered at each instant. What is published of them is never changed, so an answer
 * as of an instant is the same for ever, whatever is configured later.
 */
@FunctionalInterface
public interface RulesHistory {
  /**
   * The rules of a snapshot; the first ones that were stored where it lies before them.
   *
   * @throws IllegalStateException if a text that is stored can no longer be read
   */
  RulesInForce at(Snapshot snapshot);
}
