package io.gpuledger.ingest.oci;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import java.util.List;
import java.util.Optional;

/** The cost report of Oracle Cloud; {@code docs/formats/oci.md} has the rules. */
public final class OciCost implements BillFormat {
  private static final List<String> NEEDED =
      List.of(
          "lineItem/referenceNo",
          "lineItem/intervalUsageStart",
          "lineItem/intervalUsageEnd",
          "product/service",
          "usage/billedQuantity",
          "cost/subscriptionId",
          "cost/productSku",
          "cost/myCost",
          "cost/currencyCode");

  @Override
  public String format() {
    return "oci-cost";
  }

  @Override
  public String parserVersion() {
    return "oci-cost-1";
  }

  /** Oracle writes what it computed, such as 3.7200000000000001E-4. */
  @Override
  public boolean computesWithFloats() {
    return true;
  }

  /** Oracle writes several reports a day, each with new lines. */
  @Override
  public Optional<DeliveryKind> deliveryKind() {
    return Optional.of(DeliveryKind.APPEND);
  }

  @Override
  public FormatFit fit(NativeColumns columns) {
    return FormatFit.of(columns, NEEDED);
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return new OciCostCharges(columns);
  }
}
