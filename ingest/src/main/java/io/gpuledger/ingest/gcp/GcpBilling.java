package io.gpuledger.ingest.gcp;

import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.bill.SetPart;
import io.gpuledger.ingest.focus.RawLayout;
import java.util.List;
import java.util.Optional;

/**
 * The standard and detailed export of Cloud Billing; {@code docs/formats/gcp.md} has the rules.
 * Fees of commitments and the usage that they cover stand in records of their own, so a set is read
 * for them first.
 */
public final class GcpBilling implements BillFormat {
  private final GcpCommitments commitments = new GcpCommitments();

  @Override
  public String format() {
    return "gcp-billing";
  }

  @Override
  public String parserVersion() {
    return "gcp-billing-3";
  }

  /** In Parquet the table's records are structs. */
  @Override
  public RawLayout layout() {
    return RawLayout.STRUCTS;
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    return GcpColumns.fit(columns);
  }

  /** The table has its costs and amounts as FLOAT64. */
  @Override
  public boolean computesWithFloats() {
    return true;
  }

  @Override
  public BillFormat ofSet(List<SetPart> parts) {
    return new GcpBilling();
  }

  @Override
  public boolean studies() {
    return true;
  }

  @Override
  public Optional<RecordStudy> study(NativeColumns columns) {
    GcpLines lines = new GcpLines(new GcpColumns(columns));
    return Optional.of(record -> commitments.learn(record.number(), lines.read(record)));
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return new GcpCharges(new GcpColumns(columns), commitments);
  }
}
