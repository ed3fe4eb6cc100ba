/**
 * From samples to intervals to signed per-minute facts. Missing is never zero.
 *
 * <p>{@link io.gpuledger.cost.usage.NodeUsage} is the entrance: observations in, facts out. Facts
 * are integers and a pure function of the observations; the state rules are {@link
 * io.gpuledger.cost.usage.StateRules}, with formula and example in docs/rules/device-states.md.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.usage;
