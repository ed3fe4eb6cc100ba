/**
 * The ledger as FOCUS rows: one for each allocation line, with the columns of its charge.
 *
 * <p>Invariants: the rows of a charge sum to the charge exactly, costs and quantities; a value that
 * the bill left out is empty, never 0; the names and the presence of columns are those of the
 * chosen release. Nothing here asks the ledger: charges and lines are handed in.
 */
@NullMarked
package io.gpuledger.dashboard.export;

import org.jspecify.annotations.NullMarked;
