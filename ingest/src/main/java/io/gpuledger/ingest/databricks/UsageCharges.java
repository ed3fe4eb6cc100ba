package io.gpuledger.ingest.databricks;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.databricks.PriceWindows.Finding;
import io.gpuledger.ingest.databricks.PriceWindows.Price;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.focus.TimeReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Makes a charge of each record of billable usage, the negative ones of a retraction too. */
final class UsageCharges implements RecordCharges {
  static final List<String> NEEDED =
      List.of(
          "record_id",
          "account_id",
          "sku_name",
          "cloud",
          "usage_start_time",
          "usage_end_time",
          "usage_date",
          "usage_unit",
          "usage_quantity",
          "record_type");

  private static final List<String> TAKEN =
      List.of(
          "account_id",
          "workspace_id",
          "workspace_name",
          "sku_name",
          "usage_start_time",
          "usage_end_time",
          "usage_quantity",
          "custom_tags",
          "billing_origin_product",
          "usage_type",
          "region");

  /** Which price BilledCost has: {@code account}, {@code promoted} or {@code list}. */
  private static final String PRICE_BASIS = "x_PriceBasis";

  private static final String DATABRICKS = "Databricks";
  private static final long DAY_MICROS = 86_400_000_000L;

  private static final Map<String, String> UNITS =
      Map.of(
          "HOUR", "Hours", "HOURS", "Hours", "TOKEN", "Tokens", "TOKENS", "Tokens", "GB", "GB",
          "DBU", "DBUs", "DSU", "DSUs");

  private static final Map<String, String> HOSTS =
      Map.of("AWS", "AWS", "AZURE", "Microsoft", "GCP", "Google Cloud");

  private final PriceWindows prices;
  private final UsageFacts facts;
  private final Map<Integer, String> kept;
  private final int recordId;
  private final int account;
  private final int workspace;
  private final int workspaceName;
  private final int sku;
  private final int cloud;
  private final int start;
  private final int end;
  private final int date;
  private final int unit;
  private final int quantity;
  private final int recordType;
  private final int ingested;
  private final int tags;
  private final int product;
  private final int usageType;
  private final int region;
  private boolean toldList;
  private boolean toldAzure;

  UsageCharges(NativeColumns columns, PriceWindows prices) {
    this.prices = prices;
    facts = new UsageFacts(columns);
    kept = columns.kept(TAKEN);
    recordId = columns.of("record_id");
    account = columns.of("account_id");
    workspace = columns.of("workspace_id");
    workspaceName = columns.of("workspace_name");
    sku = columns.of("sku_name");
    cloud = columns.of("cloud");
    start = columns.of("usage_start_time");
    end = columns.of("usage_end_time");
    date = columns.of("usage_date");
    unit = columns.of("usage_unit");
    quantity = columns.of("usage_quantity");
    recordType = columns.of("record_type");
    ingested = columns.of("ingestion_date");
    tags = columns.of("custom_tags");
    product = columns.of("billing_origin_product");
    usageType = columns.of("usage_type");
    region = columns.of("region");
  }

  @Override
  public Map<Integer, String> kept() {
    return kept;
  }

  @Override
  public Set<String> added() {
    return Set.of(UsageFacts.PRINCIPAL, PRICE_BASIS);
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    if (record.has(recordId)) {
      // A correction that repeats the id of what it corrects is a record of its own.
      charge.identity(
          String.join("\n", record.text(account), record.text(recordId), record.text(recordType)));
    } else {
      charge.unidentified();
    }
    writeParties(record, charge);
    writePeriods(record, charge);
    writeUsage(record, charge);
    facts.write(record, charge, record.text(product));
    writeCosts(record, charge);
  }

  private void writeParties(NativeRecord record, ChargeWriter charge) {
    charge.copy(FocusColumn.BILLING_ACCOUNT_ID, account);
    charge.copy(FocusColumn.SUB_ACCOUNT_ID, workspace);
    charge.copy(FocusColumn.SUB_ACCOUNT_NAME, workspaceName);
    if (record.has(workspace)) {
      charge.put(FocusColumn.SUB_ACCOUNT_TYPE, "Workspace");
    }
    String host = record.text(cloud).strip().toUpperCase(Locale.ROOT);
    boolean azure = host.equals("AZURE");
    charge.put(FocusColumn.HOST_PROVIDER_NAME, HOSTS.getOrDefault(host, record.text(cloud)));
    charge.put(FocusColumn.SERVICE_PROVIDER_NAME, DATABRICKS);
    charge.put(FocusColumn.INVOICE_ISSUER_NAME, azure ? "Microsoft" : DATABRICKS);
    if (azure && !toldAzure) {
      toldAzure = true;
      charge.noted(
          ReadNote.Kind.BILLED_ELSEWHERE,
          "Databricks on Azure is invoiced by Microsoft, so it stands on the bill of Azure too;"
              + " load one of the two, or the money is there twice");
    }
  }

  /** The billing period is the month of the usage, whenever the record was written [K]. */
  private void writePeriods(NativeRecord record, ChargeWriter charge) {
    charge.copy(FocusColumn.CHARGE_PERIOD_START, start);
    charge.copy(FocusColumn.CHARGE_PERIOD_END, end);
    Optional<LocalDate> used = month(record, date);
    if (used.isEmpty()) {
      charge.fault(ProblemCode.NOT_A_TIME, date, "the day of the usage cannot be read");
      return;
    }
    charge.put(
        FocusColumn.BILLING_PERIOD_START, used.get().atStartOfDay().toInstant(ZoneOffset.UTC));
    charge.put(
        FocusColumn.BILLING_PERIOD_END,
        used.get().plusMonths(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    boolean later = month(record, ingested).filter(used.get()::isBefore).isPresent();
    if (later && !record.text(recordType).equalsIgnoreCase("ORIGINAL")) {
      charge.put(FocusColumn.CHARGE_CLASS, "Correction");
    }
  }

  /** The first day of the month of a date. */
  private static Optional<LocalDate> month(NativeRecord record, int field) {
    OptionalLong micros = micros(record, field);
    return micros.isEmpty()
        ? Optional.empty()
        : Optional.of(
            LocalDate.ofEpochDay(Math.floorDiv(micros.getAsLong(), DAY_MICROS)).withDayOfMonth(1));
  }

  private static OptionalLong micros(NativeRecord record, int field) {
    return TimeReader.micros(record.text(field).getBytes(StandardCharsets.UTF_8));
  }

  private void writeUsage(NativeRecord record, ChargeWriter charge) {
    charge.put(FocusColumn.CHARGE_CATEGORY, "Usage");
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    charge.copy(FocusColumn.CHARGE_DESCRIPTION, sku);
    charge.copy(FocusColumn.SKU_ID, sku);
    charge.copy(FocusColumn.SKU_PRICE_ID, sku);
    charge.copy(FocusColumn.SKU_METER, usageType);
    charge.copy(FocusColumn.SERVICE_NAME, record.first(product, sku));
    Products.Kind kind = Products.kind(record.text(product));
    charge.put(FocusColumn.SERVICE_CATEGORY, kind.category());
    charge.put(FocusColumn.SERVICE_SUBCATEGORY, kind.subcategory());
    charge.copy(FocusColumn.REGION_ID, region);
    charge.copy(FocusColumn.TAGS, tags);
    charge.copy(FocusColumn.PRICING_QUANTITY, quantity);
    charge.copy(FocusColumn.CONSUMED_QUANTITY, quantity);
    String told = record.text(unit).strip();
    String words = UNITS.getOrDefault(told.toUpperCase(Locale.ROOT), told);
    charge.put(FocusColumn.PRICING_UNIT, words);
    charge.put(FocusColumn.CONSUMED_UNIT, words);
    charge.put(FocusColumn.PRICING_CATEGORY, "Standard");
  }

  private void writeCosts(NativeRecord record, ChargeWriter charge) {
    OptionalLong at = micros(record, end);
    Optional<BigDecimal> used = record.decimal(quantity);
    if (at.isEmpty() || used.isEmpty()) {
      if (!record.has(quantity)) {
        charge.fault(ProblemCode.MISSING_VALUE, quantity, "the record says no quantity");
      }
      return;
    }
    Finding found =
        prices.find(
            new PriceWindows.Sku(record.text(sku), record.text(cloud), record.text(unit)),
            record.text(account),
            at.getAsLong());
    if (found.price().isEmpty()) {
      charge.fault(ProblemCode.MISSING_VALUE, sku, found.fault());
      return;
    }
    Price price = found.price().get();
    BigDecimal cost = used.get().multiply(price.paid());
    charge.control(cost);
    charge.put(FocusColumn.BILLING_CURRENCY, price.currency());
    charge.put(FocusColumn.PRICING_CURRENCY, price.currency());
    charge.product(FocusColumn.BILLED_COST, cost);
    charge.product(FocusColumn.EFFECTIVE_COST, cost);
    charge.product(FocusColumn.CONTRACTED_COST, cost);
    charge.product(FocusColumn.CONTRACTED_UNIT_PRICE, price.paid());
    price
        .list()
        .ifPresent(
            list -> {
              charge.product(FocusColumn.LIST_COST, used.get().multiply(list));
              charge.product(FocusColumn.LIST_UNIT_PRICE, list);
            });
    charge.extra(PRICE_BASIS, price.kind().name().toLowerCase(Locale.ROOT));
    if (price.kind() != PriceWindows.Kind.ACCOUNT && !toldList) {
      toldList = true;
      charge.noted(
          ReadNote.Kind.LIST_PRICED,
          "the set has no price of the account for this SKU, so BilledCost is at the published"
              + " price; an invoice after discounts is lower: add the account's prices"
              + " (account_price)");
    }
  }
}
