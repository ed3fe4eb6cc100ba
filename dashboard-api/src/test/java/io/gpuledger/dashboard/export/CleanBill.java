package io.gpuledger.dashboard.export;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.ingest.conformance.Conformance;
import io.gpuledger.ingest.conformance.ConformanceOptions;
import io.gpuledger.ingest.conformance.ConformanceReport;
import io.gpuledger.ingest.conformance.ReleaseColumn;
import io.gpuledger.ingest.conformance.Severity;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.focus.RawFile;
import io.gpuledger.ingest.focus.RawHandler;
import io.gpuledger.ingest.focus.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A bill of a release without findings: machines, storage over days, commitment, tax, credit. */
public final class CleanBill {
  private static final Map<String, String> USAGE =
      Map.ofEntries(
          Map.entry("BilledCost", "1.50"),
          Map.entry("EffectiveCost", "1.50"),
          Map.entry("ListCost", "2"),
          Map.entry("ContractedCost", "1.50"),
          Map.entry("ListUnitPrice", "0.5"),
          Map.entry("ContractedUnitPrice", "0.375"),
          Map.entry("PricingQuantity", "4"),
          Map.entry("PricingUnit", "GPU-Hours"),
          Map.entry("PricingCategory", "Standard"),
          Map.entry("PricingCurrency", "USD"),
          Map.entry("PricingCurrencyEffectiveCost", "1.50"),
          Map.entry("PricingCurrencyListUnitPrice", "0.5"),
          Map.entry("PricingCurrencyContractedUnitPrice", "0.375"),
          Map.entry("ConsumedQuantity", "4"),
          Map.entry("ConsumedUnit", "Hours"),
          Map.entry("BillingAccountId", "0001"),
          Map.entry("BillingAccountName", "Main"),
          Map.entry("BillingAccountType", "Payer"),
          Map.entry("BillingCurrency", "USD"),
          Map.entry("BillingPeriodStart", "2026-10-01T00:00:00Z"),
          Map.entry("BillingPeriodEnd", "2026-11-01T00:00:00Z"),
          Map.entry("ChargePeriodStart", "2026-10-05T10:00:00Z"),
          Map.entry("ChargePeriodEnd", "2026-10-05T11:00:00Z"),
          Map.entry("ChargeCategory", "Usage"),
          Map.entry("ChargeDescription", "H100, on \"demand\"\nby the hour"),
          Map.entry("ChargeFrequency", "Usage-Based"),
          Map.entry("InvoiceId", "INV-1"),
          Map.entry("InvoiceIssuerName", "Cloud"),
          Map.entry("ServiceProviderName", "Cloud"),
          Map.entry("ProviderName", "Cloud"),
          Map.entry("PublisherName", "Maker"),
          Map.entry("HostProviderName", "Cloud"),
          Map.entry("ServiceCategory", "Compute"),
          Map.entry("ServiceSubcategory", "Virtual Machines"),
          Map.entry("ServiceName", "Machines"),
          Map.entry("RegionId", "eu-west-1"),
          Map.entry("RegionName", "Ireland"),
          Map.entry("ResourceId", "vm-1"),
          Map.entry("ResourceName", "trainer"),
          Map.entry("ResourceType", "Machine"),
          Map.entry("SkuId", "SKU-1"),
          Map.entry("SkuPriceId", "PRICE-1"),
          Map.entry("SkuMeter", "Compute"),
          Map.entry("SkuPriceDetails", "{\"InstanceType\":\"p5.48xlarge\",\"GpuCount\":8}"),
          Map.entry("SubAccountId", "team-1"),
          Map.entry("SubAccountName", "Team 1"),
          Map.entry("SubAccountType", "Project"),
          Map.entry("Tags", "{\"team\":\"search\"}"),
          Map.entry("x_LineItemId", "line-1"));

  private static final List<String> PRICED =
      List.of(
          "ListUnitPrice",
          "ContractedUnitPrice",
          "PricingQuantity",
          "PricingUnit",
          "PricingCategory",
          "PricingCurrencyListUnitPrice",
          "PricingCurrencyContractedUnitPrice",
          "ConsumedQuantity",
          "ConsumedUnit",
          "SkuId",
          "SkuPriceId",
          "SkuMeter",
          "SkuPriceDetails",
          "ResourceId",
          "ResourceName",
          "ResourceType",
          "Tags");

  private CleanBill() {}

  /** An hour of a machine, by column. */
  public static Map<String, String> usage() {
    return new LinkedHashMap<>(USAGE);
  }

  private static Map<String, String> usage(String... changes) {
    Map<String, String> row = usage();
    for (int i = 0; i < changes.length; i += 2) {
      row.put(changes[i], changes[i + 1]);
    }
    return row;
  }

  private static Map<String, String> flat(String category, String cost) {
    Map<String, String> row =
        usage(
            "ChargeCategory", category,
            "ChargeFrequency", "One-Time",
            "ChargePeriodStart", "2026-10-01T00:00:00Z",
            "ChargePeriodEnd", "2026-11-01T00:00:00Z",
            "x_LineItemId", category);
    PRICED.forEach(row::remove);
    for (String name :
        List.of(
            "BilledCost",
            "EffectiveCost",
            "ListCost",
            "ContractedCost",
            "PricingCurrencyEffectiveCost")) {
      row.put(name, cost);
    }
    return row;
  }

  /** The rows of the bill. */
  public static List<Map<String, String>> rows() {
    return List.of(
        usage(),
        usage(
            "ChargePeriodStart", "2026-10-06T06:00:00Z",
            "ChargePeriodEnd", "2026-10-08T13:00:00Z",
            "ResourceId", "disk-1",
            "SkuId", "SKU-2",
            "SkuPriceId", "PRICE-2",
            "SkuPriceDetails", "{\"StorageClass\":\"fast\"}",
            "PricingUnit", "GB-Hours",
            "ConsumedUnit", "GB-Hours",
            "ServiceCategory", "Storage",
            "ServiceSubcategory", "Block Storage",
            "Tags", "{\"team\":\"vision\",\"unit\":\"a\"}",
            "x_LineItemId", "line-2"),
        usage(
            "BilledCost", "0",
            "EffectiveCost", "0.9",
            "PricingCurrencyEffectiveCost", "0.9",
            "PricingCategory", "Committed",
            "CommitmentDiscountId", "plan-1",
            "CommitmentDiscountName", "Plan",
            "CommitmentDiscountCategory", "Spend",
            "CommitmentDiscountType", "Savings Plan",
            "CommitmentDiscountStatus", "Used",
            "CommitmentDiscountQuantity", "0.9",
            "CommitmentDiscountUnit", "USD",
            "ChargePeriodStart", "2026-10-30T12:00:00Z",
            "ChargePeriodEnd", "2026-11-01T00:00:00Z",
            "x_LineItemId", "line-3"),
        flat("Tax", "0.33"),
        flat("Credit", "-0.100000000000000001"));
  }

  /** Writes the bill in a release. */
  public static Path write(Path file, FocusVersion version) throws IOException {
    List<String> names =
        new ArrayList<>(
            ReleaseColumn.ofCostAndUsage(version).stream()
                .map(ReleaseColumn::name)
                .filter(name -> !name.startsWith("Allocated"))
                .filter(name -> !name.startsWith("CapacityReservation"))
                .filter(name -> !name.equals("ContractApplied"))
                .filter(name -> !name.equals("CommitmentProgramEligibilityDetails"))
                .filter(name -> !name.equals("InvoiceDetailId"))
                .toList());
    names.add("x_LineItemId");
    StringBuilder csv = new StringBuilder(String.join(",", names)).append('\n');
    for (Map<String, String> row : rows()) {
      csv.append(
              names.stream()
                  .map(name -> cell(row.getOrDefault(name, "")))
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return Files.writeString(file, csv);
  }

  private static String cell(String text) {
    boolean quotes = text.contains(",") || text.contains("\"") || text.contains("\n");
    return quotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /** What FOCUS requires and a file breaks. */
  public static List<String> broken(Path file, FocusVersion version) throws IOException {
    return new Conformance(new ConformanceOptions(Optional.of(version), 3, false), bytes -> {})
        .check(List.of(file)).rules().stream()
            .filter(rule -> rule.severity() == Severity.MUST)
            .map(ConformanceReport.Rule::toString)
            .toList();
  }

  /** The rows of a file by the names of its columns; empty cells are left out. */
  public static List<Map<String, String>> read(Path file) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    RawFile.read(
        BillFile.of(file),
        new RawHandler() {
          private List<String> names = List.of();

          @Override
          public boolean header(List<String> found) {
            names = List.copyOf(found);
            return true;
          }

          @Override
          public void record(RawRecord record) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
              record.select(i);
              String text =
                  new String(
                      record.bytes(),
                      record.start(),
                      record.end() - record.start(),
                      StandardCharsets.UTF_8);
              if (!text.isEmpty()) {
                row.put(names.get(i), text);
              }
            }
            rows.add(row);
          }

          @Override
          public void fault(Problem problem) {
            throw new AssertionError(problem.toString());
          }
        },
        bytes -> {});
    return rows;
  }
}
