/**
 * What the bills of token interfaces share: classes of tokens that do not overlap, and the money of
 * a cost report divided among the usage that it pays for.
 *
 * <p>Invariants: the cost report is what is billed; usage has the part of it that its weight says,
 * exactly, or no cost. A price that is not known divides nothing.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.tokens;
