package io.gpuledger.ingest.gcp;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes charges of the records of an export; {@code docs/formats/gcp.md} has the rules. */
final class GcpCharges implements RecordCharges {
  static final String GOOGLE = "Google Cloud";

  private final GcpColumns columns;
  private final GcpCommitments commitments;
  private final GcpLines lines;
  private final GcpPeriods periods;
  private final GcpPrices prices;
  private final GcpSku sku;
  private final GcpLabels labels;
  private final int account;
  private final int currency;
  private final int project;
  private final int projectName;
  private final int costType;
  private final int cost;
  private final int credits;
  private final int service;
  private final int region;
  private final int zone;
  private final int resource;
  private final int resourceName;
  private final int seller;
  private final int subscription;

  GcpCharges(GcpColumns columns, GcpCommitments commitments) {
    this.columns = columns;
    this.commitments = commitments;
    lines = new GcpLines(columns);
    periods = new GcpPeriods(columns);
    prices = new GcpPrices(columns);
    sku = new GcpSku(columns);
    labels = new GcpLabels(columns);
    account = columns.of("billing_account_id");
    currency = columns.of("currency");
    project = columns.of("project.id");
    projectName = columns.of("project.name");
    costType = columns.of("cost_type");
    cost = columns.of("cost");
    credits = columns.of("credits");
    service = columns.of("service.description");
    region = columns.of("location.region");
    zone = columns.of("location.zone");
    resource = columns.of("resource.global_name");
    resourceName = columns.of("resource.name");
    seller = columns.of("seller_name");
    subscription = columns.of("subscription.instance_id");
  }

  @Override
  public Map<Integer, String> kept() {
    return columns.kept();
  }

  @Override
  public Set<String> added() {
    return Set.of();
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    // The export has no id of a row, and two rows may be equal.
    charge.unidentified();
    GcpLines.Line line = lines.read(record);
    line.invoiced().ifPresent(charge::control);
    writeParties(record, charge);
    if (line.credits().isEmpty()) {
      charge.fault(
          ProblemCode.NOT_JSON, credits, "the credits are not a JSON array of names and amounts");
      return;
    }
    if (line.cost().isEmpty()) {
      if (!record.has(cost)) {
        charge.fault(ProblemCode.MISSING_VALUE, cost, "the record says no cost");
      }
      return;
    }
    BigDecimal before = line.cost().get();
    GcpCredits found = line.credits().get();
    BigDecimal grants = found.sum(GcpCredits.Kind.GRANT);
    BigDecimal billed = before.add(found.sum()).subtract(grants);
    GcpCategory category = GcpCategory.of(record.text(costType), line.fee());
    charge.put(FocusColumn.CHARGE_CATEGORY, category.category());
    charge.put(FocusColumn.CHARGE_FREQUENCY, category.frequency());
    charge.product(FocusColumn.BILLED_COST, billed);
    charge.product(FocusColumn.CONTRACTED_COST, before);
    boolean unused = line.fee() && !commitments.covers(line);
    charge.product(FocusColumn.EFFECTIVE_COST, effective(record, line, billed));
    labels.write(record, charge);
    sku.write(record, charge, category);
    prices.write(record, charge, category, before);
    writeCommitment(record, charge, line);
    if (grants.signum() != 0) {
      writeGrant(record, charge, grants);
    }
    if (unused) {
      writeUnused(record, charge, line, billed);
    }
  }

  /** A fee costs nothing where usage bears it, or a charge of what nobody used does. */
  private BigDecimal effective(NativeRecord record, GcpLines.Line line, BigDecimal billed) {
    if (!line.fee()) {
      return billed.add(commitments.share(record.number()));
    }
    return commitments.isBorne(line) || !commitments.covers(line) ? BigDecimal.ZERO : billed;
  }

  /** Accounts, times, places and issuer: what all charges of a record share. */
  private void writeParties(NativeRecord record, ChargeWriter charge) {
    charge.copy(FocusColumn.BILLING_ACCOUNT_ID, account);
    charge.put(FocusColumn.BILLING_ACCOUNT_TYPE, "Billing Account");
    charge.copy(FocusColumn.BILLING_CURRENCY, currency);
    charge.copy(FocusColumn.SUB_ACCOUNT_ID, project);
    charge.copy(FocusColumn.SUB_ACCOUNT_NAME, projectName);
    if (record.has(project)) {
      charge.put(FocusColumn.SUB_ACCOUNT_TYPE, "Project");
    }
    periods.write(record, charge);
    charge.put(FocusColumn.INVOICE_ISSUER_NAME, GOOGLE);
    charge.put(FocusColumn.SERVICE_PROVIDER_NAME, GOOGLE);
    charge.put(FocusColumn.HOST_PROVIDER_NAME, GOOGLE);
    charge.copy(FocusColumn.X_PUBLISHER_NAME, seller);
    String name = record.text(service);
    GcpServices.Kind kind = GcpServices.of(name);
    charge.put(FocusColumn.SERVICE_NAME, service, name);
    charge.put(FocusColumn.SERVICE_CATEGORY, kind.category());
    charge.put(FocusColumn.SERVICE_SUBCATEGORY, kind.subcategory());
    charge.copy(FocusColumn.REGION_ID, region);
    charge.copy(FocusColumn.AVAILABILITY_ZONE, zone);
    charge.copy(FocusColumn.RESOURCE_ID, record.first(resource, resourceName));
    charge.copy(FocusColumn.RESOURCE_NAME, resourceName);
  }

  private void writeCommitment(NativeRecord record, ChargeWriter charge, GcpLines.Line line) {
    if (line.group().isEmpty()) {
      return;
    }
    GcpLines.Group group = line.group().get();
    Optional<GcpCredits.Credit> credit = line.credits().flatMap(GcpCredits::commitment);
    String id = record.text(subscription);
    id = id.isEmpty() ? credit.map(GcpCredits.Credit::id).orElse("") : id;
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_ID, id.isEmpty() ? group.id() : id);
    charge.put(
        FocusColumn.COMMITMENT_DISCOUNT_NAME, credit.map(GcpCredits.Credit::name).orElse(""));
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_CATEGORY, group.spend() ? "Spend" : "Usage");
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_TYPE, "Committed Use Discount");
    if (!line.fee()) {
      charge.put(FocusColumn.COMMITMENT_DISCOUNT_STATUS, "Used");
      charge.put(FocusColumn.PRICING_CATEGORY, "Committed");
    }
  }

  /** Money that Google gave, apart from the price of what it was given for. */
  private void writeGrant(NativeRecord record, ChargeWriter charge, BigDecimal grants) {
    charge.another();
    writeParties(record, charge);
    labels.write(record, charge);
    charge.put(FocusColumn.CHARGE_CATEGORY, "Credit");
    charge.put(FocusColumn.CHARGE_FREQUENCY, "One-Time");
    charge.product(FocusColumn.BILLED_COST, grants);
    charge.product(FocusColumn.EFFECTIVE_COST, grants);
    charge.put(FocusColumn.LIST_COST, BigDecimal.ZERO);
    charge.put(FocusColumn.CONTRACTED_COST, BigDecimal.ZERO);
    sku.describe(record, charge);
  }

  /** A fee whose commitment covered nothing of its day. */
  private void writeUnused(
      NativeRecord record, ChargeWriter charge, GcpLines.Line line, BigDecimal fee) {
    charge.another();
    writeParties(record, charge);
    labels.write(record, charge);
    charge.put(FocusColumn.CHARGE_CATEGORY, "Usage");
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    charge.put(FocusColumn.BILLED_COST, BigDecimal.ZERO);
    charge.product(FocusColumn.EFFECTIVE_COST, fee);
    charge.put(FocusColumn.LIST_COST, BigDecimal.ZERO);
    charge.put(FocusColumn.CONTRACTED_COST, BigDecimal.ZERO);
    writeCommitment(record, charge, line);
    charge.put(FocusColumn.PRICING_CATEGORY, "Committed");
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_STATUS, "Unused");
    sku.describe(record, charge);
  }
}
