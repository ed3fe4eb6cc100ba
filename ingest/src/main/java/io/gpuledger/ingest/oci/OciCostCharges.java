package io.gpuledger.ingest.oci;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.TimeReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a charge of each line of a cost report. */
final class OciCostCharges implements RecordCharges {
  static final String ORACLE = "Oracle";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TAGS = "tags/";

  /** {@code Compute - GPU - H100}: the device whose hours are billed [K]. */
  private static final Pattern DEVICE =
      Pattern.compile(".*\\bGPU(?: Standard)? ?- ?([A-Za-z]{0,3}\\d{1,4}[A-Za-z]{0,2})\\b.*");

  private static final Set<String> TAKEN =
      Set.of(
          "lineItem/tenantId",
          "lineItem/intervalUsageStart",
          "lineItem/intervalUsageEnd",
          "product/service",
          "product/region",
          "product/availabilityDomain",
          "product/resourceId",
          "product/Description",
          "usage/billedQuantity",
          "cost/subscriptionId",
          "cost/productSku",
          "cost/currencyCode");

  private static final Map<String, String> RENAMED =
      Map.of(
          "product/compartmentId", "x_CompartmentId",
          "product/compartmentName", "x_CompartmentName",
          "lineItem/referenceNo", "x_ReferenceNumber",
          "lineItem/backreferenceNo", "x_BackReferenceNumber",
          "usage/attributedUsage", "x_AttributedUsage",
          "cost/attributedCost", "x_AttributedCost");

  private final NativeColumns columns;
  private final Map<Integer, String> tags = new TreeMap<>();
  private final int reference;
  private final int backReference;
  private final int correction;
  private final int tenant;
  private final int start;
  private final int end;
  private final int subscription;
  private final int currency;
  private final int cost;
  private final int overage;
  private final int price;
  private final int quantity;
  private final int skuUnit;
  private final int readableUnit;
  private final int sku;
  private final int description;
  private final int service;
  private final int region;
  private final int domain;
  private final int resource;

  OciCostCharges(NativeColumns columns) {
    this.columns = columns;
    for (int field = 0; field < columns.size(); field++) {
      if (columns.name(field).strip().startsWith(TAGS)) {
        tags.put(field, columns.name(field).strip().substring(TAGS.length()));
      }
    }
    reference = columns.of("lineItem/referenceNo");
    backReference = columns.of("lineItem/backreferenceNo");
    correction = columns.of("lineItem/isCorrection");
    tenant = columns.of("lineItem/tenantId");
    start = columns.of("lineItem/intervalUsageStart");
    end = columns.of("lineItem/intervalUsageEnd");
    subscription = columns.of("cost/subscriptionId");
    currency = columns.of("cost/currencyCode");
    cost = columns.of("cost/myCost");
    overage = columns.of("cost/myCostOverage");
    price = columns.of("cost/unitPrice");
    quantity = columns.of("usage/billedQuantity");
    skuUnit = columns.of("cost/skuUnitDescription");
    readableUnit = columns.of("cost/billingUnitReadable");
    sku = columns.of("cost/productSku");
    description = columns.of("product/Description");
    service = columns.of("product/service");
    region = columns.of("product/region");
    domain = columns.of("product/availabilityDomain");
    resource = columns.of("product/resourceId");
  }

  @Override
  public Map<Integer, String> kept() {
    Map<Integer, String> kept = new HashMap<>();
    for (int field = 0; field < columns.size(); field++) {
      String name = columns.name(field).strip();
      if (!TAKEN.contains(name) && !tags.containsKey(field)) {
        kept.put(field, RENAMED.getOrDefault(name, "x_" + name.replace('/', '_')));
      }
    }
    return kept;
  }

  @Override
  public Set<String> added() {
    return Set.of();
  }

  @Override
  public void map(NativeRecord line, ChargeWriter charge) {
    if (!line.has(reference)) {
      charge.unidentified();
    }
    writeParties(line, charge);
    writePeriods(line, charge);
    writeUsage(line, charge);
    writeTags(line, charge);
    writeCosts(line, charge);
  }

  private void writeParties(NativeRecord line, ChargeWriter charge) {
    charge.copy(FocusColumn.BILLING_ACCOUNT_ID, subscription);
    charge.put(FocusColumn.BILLING_ACCOUNT_TYPE, "Subscription");
    charge.copy(FocusColumn.SUB_ACCOUNT_ID, tenant);
    if (line.has(tenant)) {
      charge.put(FocusColumn.SUB_ACCOUNT_TYPE, "Tenancy");
    }
    charge.copy(FocusColumn.BILLING_CURRENCY, currency);
    charge.put(FocusColumn.INVOICE_ISSUER_NAME, ORACLE);
    charge.put(FocusColumn.SERVICE_PROVIDER_NAME, ORACLE);
    charge.put(FocusColumn.HOST_PROVIDER_NAME, ORACLE);
    charge.copy(FocusColumn.SERVICE_NAME, service);
    OciServices.Kind kind = OciServices.of(line.text(service));
    charge.put(FocusColumn.SERVICE_CATEGORY, kind.category());
    charge.put(FocusColumn.SERVICE_SUBCATEGORY, kind.subcategory());
    charge.copy(FocusColumn.REGION_ID, region);
    charge.copy(FocusColumn.AVAILABILITY_ZONE, domain);
    charge.copy(FocusColumn.RESOURCE_ID, resource);
  }

  /** The billing period is the month of the interval, in UTC. */
  private void writePeriods(NativeRecord line, ChargeWriter charge) {
    charge.copy(FocusColumn.CHARGE_PERIOD_START, start);
    charge.copy(FocusColumn.CHARGE_PERIOD_END, end);
    OptionalLong micros = TimeReader.micros(line.text(start).getBytes(StandardCharsets.UTF_8));
    if (micros.isPresent()) {
      LocalDate month =
          Instant.EPOCH
              .plus(micros.getAsLong(), ChronoUnit.MICROS)
              .atZone(ZoneOffset.UTC)
              .toLocalDate()
              .withDayOfMonth(1);
      charge.put(FocusColumn.BILLING_PERIOD_START, first(month));
      charge.put(FocusColumn.BILLING_PERIOD_END, first(month.plusMonths(1)));
    }
    charge.put(FocusColumn.CHARGE_CATEGORY, "Usage");
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    if (line.text(correction).equalsIgnoreCase("true") || line.has(backReference)) {
      charge.put(FocusColumn.CHARGE_CLASS, "Correction");
    }
  }

  private static Instant first(LocalDate month) {
    return month.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private void writeUsage(NativeRecord line, ChargeWriter charge) {
    charge.copy(FocusColumn.SKU_ID, sku);
    charge.copy(FocusColumn.CHARGE_DESCRIPTION, description);
    charge.put(FocusColumn.PRICING_CATEGORY, "Standard");
    String unit = OciUnits.of(line.firstText(skuUnit, readableUnit));
    charge.copy(FocusColumn.PRICING_QUANTITY, quantity);
    charge.put(FocusColumn.PRICING_UNIT, unit);
    charge.copy(FocusColumn.CONSUMED_QUANTITY, quantity);
    charge.put(FocusColumn.CONSUMED_UNIT, unit);
    Matcher device = DEVICE.matcher(line.text(description));
    if (device.matches()) {
      ObjectNode details = JSON.createObjectNode();
      if (unit.equals(OciUnits.GPU_HOURS)) {
        details.put("GpuCount", 1);
      }
      charge.put(
          FocusColumn.SKU_PRICE_DETAILS, details.put("x_GpuModel", device.group(1)).toString());
    }
  }

  /** Only tags for cost tracking are in the report. */
  private void writeTags(NativeRecord line, ChargeWriter charge) {
    ObjectNode all = JSON.createObjectNode();
    tags.forEach(
        (field, name) -> {
          String value = line.text(field);
          if (!value.isEmpty()) {
            all.put(name, value);
          }
        });
    if (!all.isEmpty()) {
      charge.put(FocusColumn.TAGS, all.toString());
    }
  }

  private void writeCosts(NativeRecord line, ChargeWriter charge) {
    Optional<BigDecimal> own = line.decimal(cost).map(NativeRecord::rounded);
    if (own.isEmpty()) {
      if (!line.has(cost)) {
        charge.fault(ProblemCode.MISSING_VALUE, cost, "the line says no cost");
      }
      return;
    }
    BigDecimal more = NativeRecord.rounded(line.decimalOrZero(overage));
    BigDecimal billed = own.get().add(more);
    charge.control(billed);
    charge.product(FocusColumn.BILLED_COST, billed);
    charge.product(FocusColumn.EFFECTIVE_COST, billed);
    charge.product(FocusColumn.CONTRACTED_COST, billed);
    Optional<BigDecimal> unitPrice = line.fact(price).filter(found -> found.signum() >= 0);
    unitPrice.ifPresent(
        found -> {
          charge.product(FocusColumn.LIST_UNIT_PRICE, found);
          charge.product(FocusColumn.CONTRACTED_UNIT_PRICE, found);
          line.fact(quantity)
              .ifPresent(units -> charge.product(FocusColumn.LIST_COST, units.multiply(found)));
        });
  }
}
