/**
 * The machinery that every native format of bills shares: how a format is told ({@link
 * io.gpuledger.ingest.bill.BillFormat}), how its records are read ({@link
 * io.gpuledger.ingest.bill.NativeBillReader}) and how a record becomes charges ({@link
 * io.gpuledger.ingest.bill.RecordCharges}). It knows no provider.
 *
 * <p>Invariants: a record gives one charge or more, or is refused as a whole; nothing of a record
 * is lost, since columns without a FOCUS name are kept as provider columns; a cell is read once and
 * exactly.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.bill;
