package io.gpuledger.dashboard.intake;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.owned.Asset;
import io.gpuledger.cost.owned.CostKind;
import io.gpuledger.cost.owned.OwnedCharge;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.config.OwnedSource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The computed charges of own hardware as a FOCUS 1.4 file. The same charges give the same bytes,
 * so that a month that is computed again without a change is known as unchanged.
 */
final class OwnedBill {
  /** Name of the provider of own hardware. */
  static final String PROVIDER = "Own hardware";

  private static final List<String> COLUMNS =
      List.of(
          "BilledCost",
          "BillingAccountId",
          "BillingAccountName",
          "BillingCurrency",
          "BillingPeriodStart",
          "BillingPeriodEnd",
          "ChargeCategory",
          "ChargeDescription",
          "ChargeFrequency",
          "ChargePeriodStart",
          "ChargePeriodEnd",
          "ConsumedQuantity",
          "ConsumedUnit",
          "ContractedCost",
          "EffectiveCost",
          "HostProviderName",
          "InvoiceIssuerName",
          "ListCost",
          "ResourceId",
          "ResourceType",
          "ServiceCategory",
          "ServiceName",
          "ServiceProviderName",
          "ServiceSubcategory",
          "SkuId",
          "x_Accelerator",
          "x_DeviceModel",
          "x_DeviceCount",
          "x_ChargeId",
          "x_Estimated",
          "x_Trace");

  private final OwnedSource source;
  private final TimeRange month;
  private final Map<String, Asset> assets = new HashMap<>();

  OwnedBill(OwnedSource source, TimeRange month) {
    this.source = source;
    this.month = month;
    source.estate().assets().forEach(asset -> assets.put(asset.id(), asset));
  }

  void write(List<OwnedCharge> charges, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      line(out, COLUMNS);
      for (OwnedCharge charge : charges) {
        line(out, cells(charge));
      }
    }
  }

  private List<String> cells(OwnedCharge charge) {
    String amount = charge.amount().amount().toString();
    Optional<Asset> device =
        Optional.ofNullable(assets.get(charge.resourceId()))
            .filter(asset -> asset.deviceCount() > 0);
    // Device-time is bought once: by depreciation. What else a machine costs adds money to it.
    Optional<Asset> counted = device.filter(asset -> charge.kind() == CostKind.DEPRECIATION);
    return List.of(
        amount,
        source.account(),
        source.account(),
        charge.amount().currency(),
        month.start().toString(),
        month.end().toString(),
        charge.nature().category(),
        charge.description(),
        charge.nature().frequency(),
        charge.period().start().toString(),
        charge.period().end().toString(),
        charge.consumed().map(OwnedCharge.Consumed::quantity).map(Amount::toString).orElse(""),
        charge.consumed().map(OwnedCharge.Consumed::unit).orElse(""),
        amount,
        amount,
        PROVIDER,
        PROVIDER,
        amount,
        charge.resourceId(),
        device.isPresent() ? "Server" : "",
        "Compute",
        "Own GPUs",
        PROVIDER,
        "Other (Compute)",
        "owned-" + charge.kind().text().toLowerCase(Locale.ROOT).replace(' ', '-'),
        device.isPresent() ? "known" : "none",
        device.map(Asset::deviceModel).orElse(""),
        counted.map(asset -> Integer.toString(asset.deviceCount())).orElse(""),
        charge.id(),
        Boolean.toString(charge.estimated()),
        String.join("; ", charge.trace()));
  }

  private static void line(BufferedWriter out, List<String> cells) throws IOException {
    out.write(cells.stream().map(OwnedBill::quoted).collect(Collectors.joining(",")));
    out.write("\n");
  }

  private static String quoted(String cell) {
    boolean needed = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needed ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
  }
}
