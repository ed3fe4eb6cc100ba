package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.FocusVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A file without findings, and what a test changes in it. */
final class SoundFile {
  private static final Map<String, String> CHARGE =
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
          Map.entry("ChargeDescription", "H100, on demand"),
          Map.entry("ChargeFrequency", "Usage-Based"),
          Map.entry("InvoiceId", "INV-1"),
          Map.entry("InvoiceIssuerName", "Cloud"),
          Map.entry("ServiceProviderName", "Cloud"),
          Map.entry("ProviderName", "Cloud"),
          Map.entry("PublisherName", "Cloud"),
          Map.entry("HostProviderName", "Cloud"),
          Map.entry("ServiceCategory", "Compute"),
          Map.entry("ServiceSubcategory", "Virtual Machines"),
          Map.entry("ServiceName", "Machines"),
          Map.entry("RegionId", "eu-west-1"),
          Map.entry("RegionName", "Ireland"),
          Map.entry("AvailabilityZone", "1"),
          Map.entry("ResourceId", "vm-1"),
          Map.entry("ResourceName", "trainer"),
          Map.entry("ResourceType", "Machine"),
          Map.entry("SkuId", "SKU-1"),
          Map.entry("SkuPriceId", "PRICE-1"),
          Map.entry("SkuMeter", "Compute"),
          Map.entry("SkuPriceDetails", "{\"GpuCount\":8,\"x_GpuModel\":\"H100\"}"),
          Map.entry("SubAccountId", "team-1"),
          Map.entry("SubAccountName", "Team 1"),
          Map.entry("SubAccountType", "Project"),
          Map.entry("Tags", "{\"team\":\"search\",\"spot\":true}"));

  private static final Map<String, String> COMMITMENT =
      Map.of(
          "BillingCurrency", "USD",
          "ContractCommitmentCategory", "Spend",
          "ContractCommitmentCost", "1000",
          "ContractCommitmentId", "CC-1",
          "ContractCommitmentPeriodStart", "2026-01-01T00:00:00Z",
          "ContractCommitmentPeriodEnd", "2027-01-01T00:00:00Z",
          "ContractCommitmentType", "Savings Plan",
          "ContractId", "C-1",
          "ContractPeriodStart", "2026-01-01T00:00:00Z",
          "ContractPeriodEnd", "2027-01-01T00:00:00Z");

  private static final Map<String, String> INVOICE_LINE =
      Map.ofEntries(
          Map.entry("BilledCost", "1.50"),
          Map.entry("BillingAccountId", "0001"),
          Map.entry("BillingCurrency", "USD"),
          Map.entry("BillingPeriodStart", "2026-10-01T00:00:00Z"),
          Map.entry("BillingPeriodEnd", "2026-11-01T00:00:00Z"),
          Map.entry("ChargeCategory", "Usage"),
          Map.entry("InvoiceDetailCreated", "2026-11-02T00:00:00Z"),
          Map.entry("InvoiceDetailGrain", "{\"SkuId\":\"SKU-1\"}"),
          Map.entry("InvoiceDetailId", "LINE-1"),
          Map.entry("InvoiceDetailLastUpdated", "2026-11-02T00:00:00Z"),
          Map.entry("InvoiceId", "INV-1"),
          Map.entry("InvoiceIssueDate", "2026-11-03T00:00:00Z"),
          Map.entry("InvoiceIssueStatus", "Issued"),
          Map.entry("InvoiceIssuerName", "Cloud"),
          Map.entry("PaymentCurrency", "EUR"),
          Map.entry("PaymentCurrencyBilledCost", "1.30"),
          Map.entry("PaymentCurrencyInvoiceDetailId", "LINE-1-EUR"),
          Map.entry("PaymentTerms", "Net 30"),
          Map.entry("ReferenceInvoiceId", "INV-0"));

  private static final Map<String, String> PERIOD =
      Map.of(
          "BillingPeriodCreated", "2026-10-01T00:00:00Z",
          "BillingPeriodEnd", "2026-11-01T00:00:00Z",
          "BillingPeriodLastUpdated", "2026-11-05T00:00:00Z",
          "BillingPeriodStart", "2026-10-01T00:00:00Z",
          "BillingPeriodStatus", "Closed",
          "InvoiceIssuerName", "Cloud");

  private final List<String> names;
  private final Map<String, String> sound;
  private final List<Map<String, String>> rows = new ArrayList<>();

  private SoundFile(Dataset dataset, FocusVersion version, Map<String, String> sound) {
    this.names =
        new ArrayList<>(
            Columns.of(dataset).in(version).stream()
                .map(ColumnSpec::name)
                .filter(name -> !name.startsWith("x_"))
                .toList());
    this.sound = sound;
  }

  static SoundFile charges(FocusVersion version) {
    return new SoundFile(Dataset.COST_AND_USAGE, version, CHARGE);
  }

  static SoundFile commitments() {
    return new SoundFile(Dataset.CONTRACT_COMMITMENT, FocusVersion.V1_3, COMMITMENT);
  }

  static SoundFile invoices() {
    return new SoundFile(Dataset.INVOICE_DETAIL, FocusVersion.V1_4, INVOICE_LINE);
  }

  static SoundFile periods() {
    return new SoundFile(Dataset.BILLING_PERIOD, FocusVersion.V1_4, PERIOD);
  }

  /** Adds a row with these cells changed: name, text, name, text. */
  SoundFile row(String... changes) {
    Map<String, String> row = new LinkedHashMap<>();
    names.forEach(name -> row.put(name, sound.getOrDefault(name, "")));
    for (int i = 0; i < changes.length; i += 2) {
      if (!names.contains(changes[i])) {
        throw new IllegalArgumentException(changes[i]);
      }
      row.put(changes[i], changes[i + 1]);
    }
    rows.add(row);
    return this;
  }

  /** Adds a column; rows added later can have a text in it. */
  SoundFile with(String name) {
    names.add(name);
    return this;
  }

  SoundFile without(String... columns) {
    names.removeAll(List.of(columns));
    return this;
  }

  /** Position of a column, from 1. */
  int position(String name) {
    return names.indexOf(name) + 1;
  }

  String csv() {
    StringBuilder csv = new StringBuilder(String.join(",", names)).append('\n');
    for (Map<String, String> row : rows) {
      csv.append(
              names.stream()
                  .map(name -> cell(row.getOrDefault(name, "")))
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return csv.toString();
  }

  private static String cell(String text) {
    boolean quotes = text.contains(",") || text.contains("\"") || text.contains("\n");
    return quotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  Path write(Path file) throws IOException {
    return Files.writeString(file, csv());
  }

  static ConformanceReport check(Path... files) throws IOException {
    return new Conformance(new ConformanceOptions(Optional.empty(), 100, false), bytes -> {})
        .check(List.of(files));
  }

  static List<String> broken(ConformanceReport report) {
    return report.rules().stream().map(ConformanceReport.Rule::name).toList();
  }

  static ConformanceReport.Rule rule(ConformanceReport report, String name) {
    return report.rules().stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + broken(report)));
  }
}
