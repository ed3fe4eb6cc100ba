/**
 * The small datasets beside the charges: invoices, billing periods, contract commitments. A load is
 * stored whole by one insert and made visible by one row that the publisher writes after it, so
 * they need no topic and no job (docs/decisions/0008-invoices.md).
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.dataset;
