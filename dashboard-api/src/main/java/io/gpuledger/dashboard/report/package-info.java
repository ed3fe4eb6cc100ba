/**
 * Reports that finance keeps: each with the proof that its rows sum to the bill, exact and as
 * displayed. A report whose proof fails is refused, never shown with a gap.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.report;
