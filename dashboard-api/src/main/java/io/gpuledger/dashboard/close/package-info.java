/**
 * Closing own books: the steps of each period with who took them, the checklist, what was signed,
 * what changed since, corrections and the journal. The rules are those of {@link
 * io.gpuledger.cost.close}.
 *
 * <p>Invariants: steps and signed figures are only ever added; who prepared a period never signs
 * it; a sign-off, its figures and the corrections that it books are written in one transaction; one
 * answer is of one snapshot of the ledger.
 */
@NullMarked
package io.gpuledger.dashboard.close;

import org.jspecify.annotations.NullMarked;
