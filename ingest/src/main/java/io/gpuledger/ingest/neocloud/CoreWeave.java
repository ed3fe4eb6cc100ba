package io.gpuledger.ingest.neocloud;

import io.gpuledger.cost.charge.DeliveryKind;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.FormatFit;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import io.gpuledger.ingest.bill.SetPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CoreWeave's usage in FOCUS 1.2, which has no costs: the rates of the contract price it, and the
 * invoice says what is left. {@code docs/formats/neoclouds.md} has the rules.
 */
public final class CoreWeave implements BillFormat {
  public static final String WORD = "coreweave";

  private static final List<String> NEEDED =
      List.of(
          "BillingAccountId",
          "BillingPeriodStart",
          "BillingPeriodEnd",
          "ChargePeriodStart",
          "ChargePeriodEnd",
          "SkuId",
          "ConsumedQuantity",
          "ConsumedUnit");

  private final RateCard card;
  private final List<SetPart> parts;
  private final InvoiceDifferences differences;

  /** A format that prices by a contract. */
  public CoreWeave(RateCard card) {
    this(card, List.of());
  }

  private CoreWeave(RateCard card, List<SetPart> parts) {
    this.card = card;
    this.parts = List.copyOf(parts);
    this.differences = new InvoiceDifferences(card.invoices());
  }

  /** The rates and invoices. */
  public RateCard card() {
    return card;
  }

  @Override
  public String format() {
    return WORD;
  }

  /** The same usage at other rates, or with another invoice, is another delivery. */
  @Override
  public String parserVersion() {
    return "coreweave-2/" + ContentId.of(List.of(card.toString()));
  }

  @Override
  public boolean isFocusDialect() {
    return true;
  }

  /** The invoice is of the whole month, so a part that added to it would be trued up again. */
  @Override
  public Optional<DeliveryKind> deliveryKind() {
    return Optional.of(DeliveryKind.OVERWRITE);
  }

  @Override
  public Optional<Scope.Kind> scope() {
    return Optional.of(Scope.Kind.ACCOUNT_MONTH);
  }

  /** Without the declared plans all usage would be priced as if it had none. */
  @Override
  public FormatFit fit(NativeColumns columns) {
    return FormatFit.of(
        columns,
        Stream.concat(
                NEEDED.stream(), Stream.of(card.planColumn()).filter(column -> !column.isBlank()))
            .toList());
  }

  @Override
  public BillFormat ofSet(List<SetPart> ofSet) {
    return new CoreWeave(card, ofSet);
  }

  @Override
  public RecordCharges mapper(NativeColumns columns) {
    return new RatedCharges(columns, card, differences);
  }

  /** Without an invoice too: periods that the files have but a piece of are told. */
  @Override
  public boolean studies() {
    return true;
  }

  /** What is refused is no part of what the invoice is compared with. */
  @Override
  public boolean learnsOfCharges() {
    return true;
  }

  @Override
  public Optional<RecordStudy> study(NativeColumns columns) {
    RatedCharges charges = new RatedCharges(columns, card, differences);
    return Optional.of(charges::learn);
  }

  @Override
  public Map<Integer, Problem> refusals() {
    return differences.settle(parts.isEmpty() ? "" : parts.get(0).file().name());
  }
}
