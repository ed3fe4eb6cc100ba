/**
 * The spend guard's functions: measured device time x hourly rates, added up by budget and month,
 * and the thresholds that it passes. Formula and example in docs/rules/spend-guard.md.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.guard;
