package io.gpuledger.cost;

import io.gpuledger.cost.allocation.Accelerator;
import io.gpuledger.cost.allocation.AllocationCharge;
import io.gpuledger.cost.allocation.ChargeKeys;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.invoice.BridgeFacts;
import io.gpuledger.cost.invoice.BridgeFacts.Commitment;
import io.gpuledger.cost.invoice.BridgeFacts.Effective;
import io.gpuledger.cost.invoice.BridgeFacts.Frequency;
import io.gpuledger.cost.invoice.BridgeFacts.Start;
import io.gpuledger.cost.invoice.BridgeFacts.Usage;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.time.TimeRange;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** One charge of the quarter, with what a FOCUS row says of it. */
record QuarterBill(
    long rowNo,
    Invoice invoice,
    Nature nature,
    String name,
    String machine,
    TimeRange period,
    Costs costs) {
  /** An invoice of one billing month. */
  record Invoice(String issuer, String id, String currency, YearMonth month) {
    InvoiceKey key() {
      return new InvoiceKey(issuer, id, currency);
    }
  }

  /** What sort of row it is. */
  enum Nature {
    USAGE("Usage", Frequency.OTHER, Commitment.NONE),
    COVERED("Usage", Frequency.OTHER, Commitment.USED),
    UNUSED("Usage", Frequency.OTHER, Commitment.UNUSED),
    TOKENS("Usage", Frequency.OTHER, Commitment.USED),
    /** Counts no device-time of its own: depreciation already does. */
    OWN_RUNNING("Usage", Frequency.RECURRING, Commitment.NONE),
    UPFRONT("Purchase", Frequency.ONE_TIME, Commitment.NONE),
    FEE("Purchase", Frequency.RECURRING, Commitment.NONE),
    SUPPORT("Purchase", Frequency.RECURRING, Commitment.NONE),
    REFUND("Credit", Frequency.ONE_TIME, Commitment.NONE),
    TAX("Tax", Frequency.OTHER, Commitment.NONE);

    private final String category;
    private final Frequency frequency;
    private final Commitment commitment;

    Nature(String category, Frequency frequency, Commitment commitment) {
      this.category = category;
      this.frequency = frequency;
      this.commitment = commitment;
    }
  }

  AllocationCharge charge() {
    Map<Name, String> keys = new EnumMap<>(Name.class);
    keys.put(Name.CURRENCY, invoice.currency);
    keys.put(Name.SOURCE, invoice.issuer);
    keys.put(Name.CHARGE_CATEGORY, nature.category);
    keys.put(Name.SERVICE, service());
    keys.put(Name.DEVICE_MODEL, machine.isEmpty() ? "" : QuarterTelemetry.modelOf(machine));
    Map<String, String> tags =
        switch (nature) {
          case TOKENS -> Map.of("team", "speech");
          case UPFRONT, FEE -> Map.of("team", "platform");
          default -> Map.of();
        };
    return new AllocationCharge(
        invoice.id,
        rowNo,
        period,
        costs,
        machine.isEmpty() ? Accelerator.NO : Accelerator.YES,
        nature == Nature.UNUSED,
        paid(),
        new ChargeKeys(keys, tags));
  }

  /** The commitment that the row names; every row of one does, its purchase too. */
  String commitment() {
    return switch (nature) {
      case COVERED, TOKENS, UNUSED, UPFRONT, FEE ->
          invoice.issuer.equals("Google") ? "g-credits" : "cw-block";
      default -> "-";
    };
  }

  private String service() {
    return switch (nature) {
      case SUPPORT -> "Support";
      case TAX -> "Tax";
      default -> "Compute";
    };
  }

  private OptionalLong paid() {
    boolean counts = nature == Nature.USAGE || nature == Nature.COVERED;
    return machine.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            counts ? QuarterTelemetry.devicesOf(machine) * period.length().toNanos() : 0);
  }

  /** Where it stands in the bridge of a month. */
  BridgeFacts facts(YearMonth month) {
    TimeRange range = QuarterInput.month(month);
    TimeRange billing = QuarterInput.month(invoice.month);
    boolean inside = !period.start().isBefore(range.start()) && !period.end().isAfter(range.end());
    Usage usage = inside ? Usage.INSIDE : period.overlaps(range) ? Usage.PARTLY : Usage.OUTSIDE;
    Start start =
        period.start().isBefore(billing.start())
            ? Start.BEFORE
            : period.start().isBefore(billing.end()) ? Start.WITHIN : Start.AFTER;
    boolean same = costs.effective().equals(costs.billed());
    return new BridgeFacts(
        invoice.month.equals(month),
        usage,
        nature.category.equals("Purchase"),
        nature == Nature.REFUND,
        start,
        nature.frequency,
        nature.commitment,
        costs.billed().isZero(),
        same ? Effective.SAME : costs.effective().isZero() ? Effective.ZERO : Effective.DIFFERENT);
  }
}
