/**
 * Cost exports of Azure: actual and amortised cost of enterprise agreements and customer agreements
 * under all spellings of their headers, and the older usage files.
 *
 * <p>Actual and amortised exports are two views of the same money. Invariants: billed cost comes
 * from the actual view and ties to its cost column; effective cost comes from the amortised view
 * and ties to its own; what both views tell is a charge once.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.azure;
