/**
 * The allocation runner: finds the cells (source, account, UTC day) whose bills, telemetry or rules
 * changed, splits their charges by the pure rules of {@link io.gpuledger.cost.allocation}, and
 * writes new versions of their lines and daily sums.
 *
 * <p>Nothing that it writes is seen before {@link RunPublication} publishes the run by one insert.
 * A run that fails is left unpublished and its numbers are never used again; what is pending is
 * found anew from the tables, so a crash at any point loses and doubles nothing.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.allocation;
