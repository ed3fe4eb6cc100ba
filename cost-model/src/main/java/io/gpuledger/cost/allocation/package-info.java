/**
 * Who bears a charge, and in which state its device-time was: ownership rules and the exact split
 * of charges into allocation lines.
 *
 * <p>Invariants: the lines of a charge sum to the charge exactly, for each of its four costs, with
 * any sign; the result depends neither on the order of the input nor on a clock; no floating point.
 * The formula with a worked example stands in docs/rules/allocation.md.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.allocation;
