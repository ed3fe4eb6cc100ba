/**
 * What was billed beside what telemetry saw, in hours and in money, with every difference under a
 * name. The parts of hours sum to the billed hours and the parts of money to the billed money,
 * exactly; a part below zero is a finding and is never cut off at zero.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.reconcile;
