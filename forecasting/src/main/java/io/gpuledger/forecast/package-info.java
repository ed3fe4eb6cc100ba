/**
 * Statistics over cost and usage series. Doubles are at home here and nowhere near money: what a
 * forecast says is an expectation, rounded where it is shown, and never enters the ledger.
 *
 * <p>A series of days ({@code series}) goes into models of single days ({@code model}); their
 * totals, with what they were wrong by in the past, become the distribution of what a period will
 * come to ({@code total}).
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.forecast;
