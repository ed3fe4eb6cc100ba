/**
 * Invoices: what an issuer asks to be paid, how that ties to the charges of the ledger, and the
 * bridge from what is invoiced to what a period costs.
 *
 * <p>Invariants: only billed cost is compared with an invoice; two currencies are never added; a
 * total that nobody loaded is absent and never zero; the steps of a bridge sum exactly, its
 * unexplained rest included.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.invoice;
