package io.gpuledger.ingest.aws;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.TimeReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes charges of the lines of a cost and usage report; {@code docs/formats/aws.md} has the rules.
 */
final class CurCharges implements RecordCharges {
  private static final String AWS = "AWS";
  private static final String MARKETPLACE = "AWS Marketplace";

  private final CurColumns columns;
  private final CurCosts costs;
  private final CurDoubts doubts;
  private final CurProduct product;
  private final CurTags tags;
  private final CurCommitments commitments;
  private final CurSplit split;

  private final int lineId;
  private final int account;
  private final int accountName;
  private final int subAccount;
  private final int subAccountName;
  private final int periodStart;
  private final int periodEnd;
  private final int start;
  private final int end;
  private final int currency;
  private final int invoice;
  private final int invoicingEntity;
  private final int legalEntity;
  private final int billingEntity;
  private final int billType;
  private final int lineType;
  private final int description;
  private final int amount;
  private final int pricingUnit;
  private final int listRate;
  private final int rate;
  private final int netRate;
  private final int sku;
  private final int rateCode;
  private final int usageType;
  private final int operation;
  private final int region;
  private final int oldRegion;
  private final int zone;
  private final int resource;
  private final int productCode;

  CurCharges(CurColumns columns) {
    this.columns = columns;
    costs = new CurCosts(columns);
    doubts = new CurDoubts(costs);
    product = new CurProduct(columns);
    tags = new CurTags(columns);
    commitments = new CurCommitments(columns);
    split = new CurSplit(columns, tags);
    lineId = columns.of("identity_line_item_id");
    account = columns.of("bill_payer_account_id");
    accountName = columns.of("bill_payer_account_name");
    subAccount = columns.of("line_item_usage_account_id");
    subAccountName = columns.of("line_item_usage_account_name");
    periodStart = columns.of("bill_billing_period_start_date");
    periodEnd = columns.of("bill_billing_period_end_date");
    start = columns.of("line_item_usage_start_date");
    end = columns.of("line_item_usage_end_date");
    currency = columns.of("line_item_currency_code");
    invoice = columns.of("bill_invoice_id");
    invoicingEntity = columns.of("bill_invoicing_entity");
    legalEntity = columns.of("line_item_legal_entity");
    billingEntity = columns.of("bill_billing_entity");
    billType = columns.of("bill_bill_type");
    lineType = columns.of("line_item_line_item_type");
    description = columns.of("line_item_line_item_description");
    amount = columns.of("line_item_usage_amount");
    pricingUnit = columns.of("pricing_unit");
    listRate = columns.of("pricing_public_on_demand_rate");
    rate = columns.of("line_item_unblended_rate");
    netRate = columns.of("line_item_net_unblended_rate");
    sku = columns.of("product_sku");
    rateCode = columns.of("pricing_rate_code");
    usageType = columns.of("line_item_usage_type");
    operation = columns.of("line_item_operation");
    region = columns.of("product_region_code");
    oldRegion = columns.of("product_region");
    zone = columns.of("line_item_availability_zone");
    resource = columns.of("line_item_resource_id");
    productCode = columns.of("line_item_product_code");
  }

  @Override
  public Map<Integer, String> kept() {
    return columns.kept();
  }

  @Override
  public Set<String> added() {
    return Set.of(CurSplit.ORIGIN);
  }

  @Override
  public void map(NativeRecord line, ChargeWriter charge) {
    Optional<BigDecimal> invoiced = costs.invoiced(line);
    invoiced.ifPresent(charge::control);
    writeParties(line, charge);
    Optional<CurLineType> read = CurLineType.of(line.text(lineType));
    if (read.isEmpty()) {
      charge.fault(
          ProblemCode.MISSING_VALUE,
          lineType,
          "the line has no type; it is not known what it bills");
      return;
    }
    if (!line.has(lineId)) {
      charge.unidentified();
    }
    CurLineType type = read.get();
    String meter = line.text(usageType);
    doubts.discounts(line, charge, type, invoiced);
    charge.put(FocusColumn.CHARGE_CATEGORY, type.category());
    charge.put(FocusColumn.CHARGE_FREQUENCY, type.frequency());
    put(charge, FocusColumn.BILLED_COST, CurCosts.billed(invoiced, type));
    put(charge, FocusColumn.LIST_COST, costs.list(line, type));
    put(charge, FocusColumn.CONTRACTED_COST, costs.contracted(line, type, invoiced));
    commitments.write(line, charge, type);
    boolean block = isCapacityBlock(line, type, meter);
    Optional<BigDecimal> effective =
        block ? Optional.of(BigDecimal.ZERO) : costs.effective(line, type, invoiced);
    put(charge, FocusColumn.EFFECTIVE_COST, effective);
    if (effective.isEmpty()) {
      doubts.unknownCost(charge, type);
    }
    if (split.isPart(line)) {
      split.write(line, charge);
    } else {
      charge.copy(FocusColumn.RESOURCE_ID, resource);
      tags.write(line, charge, FocusColumn.TAGS);
    }
    if (type.priced()) {
      writeSku(line, charge, meter);
      writeQuantities(line, charge, type, commitments.isUnusedCapacity(line, meter));
      writePrices(line, charge, type, meter);
      commitments.writeCapacity(line, charge, meter);
    }
    if (block) {
      writeBlock(line, charge, meter, invoiced);
    }
    writeUnused(line, charge, type, meter);
  }

  /** Accounts, times, places and issuer: what all charges of a line share. */
  private void writeParties(NativeRecord line, ChargeWriter charge) {
    charge.copy(FocusColumn.BILLING_ACCOUNT_ID, account);
    charge.copy(FocusColumn.BILLING_ACCOUNT_NAME, accountName);
    charge.copy(FocusColumn.SUB_ACCOUNT_ID, subAccount);
    charge.copy(FocusColumn.SUB_ACCOUNT_NAME, subAccountName);
    if (line.has(subAccount)) {
      charge.put(FocusColumn.SUB_ACCOUNT_TYPE, "Account");
    }
    charge.copy(FocusColumn.BILLING_PERIOD_START, periodStart);
    charge.copy(FocusColumn.BILLING_PERIOD_END, periodEnd);
    charge.copy(FocusColumn.CHARGE_PERIOD_START, start);
    charge.copy(FocusColumn.CHARGE_PERIOD_END, end);
    charge.copy(FocusColumn.BILLING_CURRENCY, currency);
    charge.copy(FocusColumn.INVOICE_ID, invoice);
    charge.copy(FocusColumn.INVOICE_ISSUER_NAME, line.first(invoicingEntity, legalEntity));
    charge.put(FocusColumn.SERVICE_PROVIDER_NAME, AWS);
    charge.put(FocusColumn.HOST_PROVIDER_NAME, AWS);
    if (line.text(billingEntity).equals(MARKETPLACE)) {
      charge.copy(FocusColumn.X_PUBLISHER_NAME, legalEntity);
    }
    charge.copy(FocusColumn.CHARGE_DESCRIPTION, description);
    charge.copy(FocusColumn.REGION_ID, line.first(region, oldRegion));
    charge.copy(FocusColumn.AVAILABILITY_ZONE, zone);
    String code = line.text(productCode);
    String name = product.serviceName(line);
    charge.put(FocusColumn.SERVICE_NAME, name.isEmpty() ? code : name);
    AwsServices.Kind kind = AwsServices.of(code);
    charge.put(FocusColumn.SERVICE_CATEGORY, kind.category());
    charge.put(FocusColumn.SERVICE_SUBCATEGORY, kind.subcategory());
    if (line.text(billType).equals("Refund") || isBeforePeriod(line)) {
      charge.put(FocusColumn.CHARGE_CLASS, "Correction");
    }
  }

  private boolean isBeforePeriod(NativeRecord line) {
    OptionalLong from = micros(line.text(start));
    OptionalLong period = micros(line.text(periodStart));
    return from.isPresent() && period.isPresent() && from.getAsLong() < period.getAsLong();
  }

  private static OptionalLong micros(String text) {
    return TimeReader.micros(text.getBytes(StandardCharsets.UTF_8));
  }

  private void writeSku(NativeRecord line, ChargeWriter charge, String meter) {
    charge.copy(FocusColumn.SKU_ID, sku);
    charge.copy(FocusColumn.SKU_PRICE_ID, rateCode);
    charge.put(FocusColumn.SKU_METER, meter);
    // A part of an instance is not the instance: it would count its accelerators again.
    if (!split.isPart(line)) {
      product.write(line, charge, meter);
    }
  }

  private void writeQuantities(
      NativeRecord line, ChargeWriter charge, CurLineType type, boolean unusedCapacity) {
    CurUnits units = CurUnits.of(line.text(pricingUnit));
    charge.copy(FocusColumn.PRICING_QUANTITY, amount);
    charge.put(FocusColumn.PRICING_UNIT, units.pricing());
    // What nobody used is priced and not consumed.
    if (type.usage() && !unusedCapacity) {
      if (units.block().compareTo(BigDecimal.ONE) == 0) {
        charge.copy(FocusColumn.CONSUMED_QUANTITY, amount);
      } else {
        line.decimal(amount)
            .map(units.block()::multiply)
            .ifPresent(consumed -> charge.put(FocusColumn.CONSUMED_QUANTITY, consumed));
      }
      charge.put(FocusColumn.CONSUMED_UNIT, units.consumed());
    }
  }

  private void writePrices(NativeRecord line, ChargeWriter charge, CurLineType type, String meter) {
    if (type.covered()) {
      charge.put(FocusColumn.PRICING_CATEGORY, "Committed");
    } else {
      boolean spot = meter.contains("SpotUsage") || line.text(operation).contains("Spot");
      charge.put(FocusColumn.PRICING_CATEGORY, spot ? "Dynamic" : "Standard");
    }
    if (type.usage()) {
      charge.copy(FocusColumn.LIST_UNIT_PRICE, listRate);
    }
    if (type != CurLineType.DISCOUNTED_USAGE) {
      charge.copy(FocusColumn.CONTRACTED_UNIT_PRICE, line.first(netRate, rate));
    }
  }

  /** Whether a fee pays for a block of capacity, which is used over the window of the line [K]. */
  private boolean isCapacityBlock(NativeRecord line, CurLineType type, String meter) {
    return type == CurLineType.FEE
        && (isBlock(meter) || isBlock(line.text(operation)) || isBlock(line.text(description)));
  }

  private static boolean isBlock(String text) {
    return text.toLowerCase(Locale.ROOT).replace(" ", "").contains("capacityblock");
  }

  /** The fee as cost of the block's window, in which the instances cost no more than their OS. */
  private void writeBlock(
      NativeRecord line, ChargeWriter charge, String meter, Optional<BigDecimal> fee) {
    charge.another();
    writeParties(line, charge);
    charge.put(FocusColumn.CHARGE_CATEGORY, "Usage");
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    putZero(charge, FocusColumn.BILLED_COST, FocusColumn.LIST_COST, FocusColumn.CONTRACTED_COST);
    put(charge, FocusColumn.EFFECTIVE_COST, fee);
    charge.put(FocusColumn.PRICING_CATEGORY, "Committed");
    charge.copy(FocusColumn.RESOURCE_ID, resource);
    charge.copy(FocusColumn.CAPACITY_RESERVATION_ID, resource);
    tags.write(line, charge, FocusColumn.TAGS);
    writeSku(line, charge, meter);
    charge.copy(FocusColumn.PRICING_QUANTITY, amount);
    charge.put(FocusColumn.PRICING_UNIT, CurUnits.of(line.text(pricingUnit)).pricing());
    // The lines of the block's instances count its hours; without a quantity the window would too.
    charge.put(FocusColumn.CONSUMED_QUANTITY, BigDecimal.ZERO);
    charge.put(FocusColumn.CONSUMED_UNIT, "Hours");
  }

  private void writeUnused(NativeRecord line, ChargeWriter charge, CurLineType type, String meter) {
    Optional<BigDecimal> unused = costs.unused(line, type).filter(cost -> cost.signum() != 0);
    if (unused.isEmpty()) {
      return;
    }
    charge.another();
    writeParties(line, charge);
    charge.put(FocusColumn.CHARGE_CATEGORY, "Usage");
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    putZero(charge, FocusColumn.BILLED_COST, FocusColumn.LIST_COST, FocusColumn.CONTRACTED_COST);
    charge.put(FocusColumn.EFFECTIVE_COST, unused.get());
    charge.put(FocusColumn.PRICING_CATEGORY, "Committed");
    writeSku(line, charge, meter);
    commitments.writeUnused(line, charge, type, costs.unusedCommitment(line).orElse(unused.get()));
    charge.copy(FocusColumn.RESOURCE_ID, resource);
    tags.write(line, charge, FocusColumn.TAGS);
  }

  private static void put(ChargeWriter charge, FocusColumn column, Optional<BigDecimal> cost) {
    cost.ifPresent(amount -> charge.put(column, amount));
  }

  private static void putZero(ChargeWriter charge, FocusColumn... costs) {
    for (FocusColumn cost : costs) {
      charge.put(cost, BigDecimal.ZERO);
    }
  }
}
