package io.gpuledger.ingest.generate;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.SplittableRandom;

/**
 * Writes a believable FOCUS bill, row by row, and tells what it adds up to: hours of machines with
 * accelerators, storage, network, commitments used and unused, a purchase, tax and credits. Costs
 * are products of a price and a quantity of six digits each, so they are exact at twelve.
 */
public final class FocusGenerator {
  private static final String COMMON_HEADER =
      "BillingAccountId,BillingAccountName,BillingAccountType,BillingCurrency,BillingPeriodStart,"
          + "BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,"
          + "ChargeDescription,ChargeFrequency,BilledCost,EffectiveCost,ListCost,ContractedCost,"
          + "ListUnitPrice,ContractedUnitPrice,PricingCategory,PricingQuantity,PricingUnit,"
          + "ConsumedQuantity,ConsumedUnit,CommitmentDiscountId,CommitmentDiscountCategory,"
          + "CommitmentDiscountType,CommitmentDiscountStatus,InvoiceId,InvoiceIssuerName,"
          + "ServiceName,ServiceCategory,ServiceSubcategory,SkuId,SkuMeter,SkuPriceId,"
          + "SkuPriceDetails,ResourceId,ResourceName,ResourceType,RegionId,RegionName,"
          + "SubAccountId,SubAccountName,Tags,x_LineItemId";

  /** In a hundred rows: machines, storage, network, unused commitment, tax, credit, purchase. */
  private static final int[] SHARES = {45, 25, 20, 4, 2, 3, 1};

  private static final long MICRO = 1_000_000;

  private final FocusPlan plan;
  private final SplittableRandom random;
  private final FocusTruth.Builder truth = new FocusTruth.Builder();
  private final StringBuilder row = new StringBuilder(1_024);
  private final String periodStart;
  private final String periodEnd;
  private final int hours;
  private long machineRows;

  private FocusGenerator(FocusPlan plan) {
    this.plan = plan;
    this.random = new SplittableRandom(plan.seed());
    YearMonth month = plan.month();
    this.periodStart = time(month.atDay(1).atStartOfDay());
    this.periodEnd = time(month.plusMonths(1).atDay(1).atStartOfDay());
    this.hours = month.lengthOfMonth() * 24;
  }

  /** Writes the bill as CSV in UTF-8 to a file, replacing it. */
  public static FocusTruth write(FocusPlan plan, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      return write(plan, out);
    }
  }

  /** Writes the bill as CSV. */
  public static FocusTruth write(FocusPlan plan, Writer out) throws IOException {
    return new FocusGenerator(plan).write(out);
  }

  private FocusTruth write(Writer out) throws IOException {
    boolean newest = plan.shape().version.equals("1.4");
    out.write(newest ? "ServiceProviderName,InvoiceDetailId," : "ProviderName,PublisherName,");
    out.write(COMMON_HEADER);
    out.write('\n');
    for (long i = 0; i < plan.rows(); i++) {
      row.setLength(0);
      cell(plan.shape().provider);
      cell(newest ? "ID-" + i : plan.shape().provider);
      writeRow(i);
      row.setCharAt(row.length() - 1, '\n');
      out.append(row);
    }
    return truth.build();
  }

  private void writeRow(long index) {
    int roll = random.nextInt(100);
    int kind = 0;
    while (roll >= SHARES[kind]) {
      roll -= SHARES[kind++];
    }
    FocusPlan.Account account =
        plan.billingAccounts().get(random.nextInt(plan.billingAccounts().size()));
    switch (kind) {
      case 0 -> {
        if (machineRows < (long) hours * plan.nodes().size()) {
          machine(account, index);
        } else {
          // Every hour of every machine is billed; none is billed twice.
          metered(account, index, Meter.STORAGE);
        }
      }
      case 1 -> metered(account, index, Meter.STORAGE);
      case 2 -> metered(account, index, Meter.NETWORK);
      case 3 -> unused(account, index);
      case 4 -> flat(account, index, "Tax", "Sales tax", 1);
      case 5 -> flat(account, index, "Credit", "Migration credit", -1);
      default -> purchase(account, index);
    }
  }

  private enum Meter {
    STORAGE("Block storage", "Storage", "Block Storage", "GB-Hours", 100),
    NETWORK("Data transfer out", "Networking", "Network Connectivity", "GB", 90_000);

    private final String description;
    private final String category;
    private final String subcategory;
    private final String unit;
    private final long price;

    Meter(String description, String category, String subcategory, String unit, long price) {
      this.description = description;
      this.category = category;
      this.subcategory = subcategory;
      this.unit = unit;
      this.price = price;
    }
  }

  /** The four costs of a row in 10^-12 of the currency. */
  record FourCosts(long billed, long effective, long list, long contracted) {}

  /** What differs between kinds of rows; costs in 10^-12, prices and quantities in 10^-6. */
  private record Line(
      String category,
      String description,
      String frequency,
      FourCosts costs,
      long listPrice,
      long contractedPrice,
      String pricingCategory,
      long quantity,
      String unit,
      String commitmentStatus,
      String serviceCategory,
      String serviceSubcategory,
      String sku,
      String details,
      GpuNode node,
      boolean gpu,
      String team,
      int hour,
      int length) {}

  private void machine(FocusPlan.Account account, long index) {
    GpuNode node = plan.nodes().get((int) (machineRows % plan.nodes().size()));
    int hour = (int) (machineRows++ / plan.nodes().size());
    long quantity = random.nextInt(10) == 0 ? 1 + random.nextLong(MICRO - 1) : MICRO;
    long list = restated(node.microsPerHour(), index);
    long contracted = list / 100 * 92;
    long effective = node.committed() ? list / 100 * 61 : contracted;
    FourCosts costs =
        new FourCosts(
            node.committed() ? 0 : contracted * quantity,
            effective * quantity,
            list * quantity,
            contracted * quantity);
    write(
        account,
        index,
        new Line(
            "Usage",
            "On Demand Linux " + node.instanceType() + " Instance Hour",
            "Usage-Based",
            costs,
            list,
            contracted,
            node.committed() ? "Committed" : "Standard",
            quantity,
            "Hours",
            node.committed() ? "Used" : "",
            "Compute",
            "Virtual Machines",
            "SKU-" + node.instanceType(),
            "{\"\"InstanceType\"\":\"\"" + node.instanceType() + "\"\"}",
            node,
            true,
            node.team(),
            hour,
            1));
  }

  private void metered(FocusPlan.Account account, long index, Meter meter) {
    GpuNode node = plan.nodes().get(random.nextInt(plan.nodes().size()));
    long quantity = 1 + random.nextLong(500 * MICRO);
    long list = restated(meter.price, index);
    long contracted = list - list / 10;
    FourCosts costs =
        new FourCosts(
            contracted * quantity, contracted * quantity, list * quantity, contracted * quantity);
    write(
        account,
        index,
        new Line(
            "Usage",
            meter.description,
            "Usage-Based",
            costs,
            list,
            contracted,
            "Standard",
            quantity,
            meter.unit,
            "",
            meter.category,
            meter.subcategory,
            "SKU-" + meter,
            "",
            node,
            false,
            team(),
            random.nextInt(hours),
            1));
  }

  private void unused(FocusPlan.Account account, long index) {
    GpuNode node = plan.nodes().get(random.nextInt(plan.nodes().size()));
    long quantity = 1 + random.nextLong(MICRO);
    FourCosts costs = new FourCosts(0, node.microsPerHour() / 100 * 61 * quantity, 0, 0);
    write(
        account,
        index,
        new Line(
            "Usage",
            "Unused commitment for " + node.instanceType(),
            "Usage-Based",
            costs,
            0,
            0,
            "Committed",
            quantity,
            "Hours",
            "Unused",
            "Compute",
            "Virtual Machines",
            "SKU-" + node.instanceType(),
            "{\"\"InstanceType\"\":\"\"" + node.instanceType() + "\"\"}",
            node,
            true,
            "",
            random.nextInt(hours),
            1));
  }

  private void flat(
      FocusPlan.Account account, long index, String category, String description, int sign) {
    long cost = sign * (1 + random.nextLong(200 * MICRO)) * MICRO;
    fee(account, index, category, description, new FourCosts(cost, cost, cost, cost));
  }

  private void purchase(FocusPlan.Account account, long index) {
    // Some hundred each, so that a month prepays about what it amortises.
    long cost = (50 + random.nextLong(500)) * MICRO * MICRO;
    fee(account, index, "Purchase", "Commitment fee", new FourCosts(cost, 0, cost, cost));
  }

  private void fee(
      FocusPlan.Account account, long index, String category, String description, FourCosts costs) {
    write(
        account,
        index,
        new Line(
            category,
            description,
            category.equals("Purchase") ? "Recurring" : "One-Time",
            costs,
            0,
            0,
            "",
            0,
            "",
            "",
            "Other",
            "Other (Other)",
            "",
            "",
            plan.nodes().get(0),
            false,
            "",
            0,
            hours));
  }

  private String team() {
    return random.nextInt(20) == 0 ? "" : plan.teams().get(random.nextInt(plan.teams().size()));
  }

  /** The price of a version: each restatement lowers it for one row in seven. */
  private long restated(long price, long index) {
    long lowered = price;
    for (int version = 1; version <= plan.restatement(); version++) {
      if ((index + version) % 7 == 0) {
        lowered -= lowered / 20;
      }
    }
    return lowered / 100 * 100;
  }

  private void write(FocusPlan.Account account, long index, Line line) {
    truth.add(account, line.team(), line.gpu(), line.costs());
    boolean owned = line.quantity() > 0;
    cell(account.id());
    cell("Example Payer");
    cell("Payer Account");
    cell(account.currency());
    cell(periodStart);
    cell(periodEnd);
    cell(time(plan.month().atDay(1).atStartOfDay().plusHours(line.hour())));
    cell(time(plan.month().atDay(1).atStartOfDay().plusHours(line.hour() + line.length())));
    cell(line.category());
    cell("");
    cell(line.description());
    cell(line.frequency());
    decimal(line.costs().billed(), 12);
    decimal(line.costs().effective(), 12);
    decimal(line.costs().list(), 12);
    decimal(line.costs().contracted(), 12);
    price(line.listPrice());
    price(line.contractedPrice());
    cell(line.pricingCategory());
    price(line.quantity());
    cell(line.unit());
    price(line.commitmentStatus().equals("Unused") ? 0 : line.quantity());
    cell(line.commitmentStatus().equals("Unused") ? "" : line.unit());
    commitment(line);
    cell("INV-" + plan.month() + "-" + account.id());
    cell(plan.shape().provider);
    cell(owned && line.gpu() ? plan.shape().computeService : line.serviceCategory());
    cell(line.serviceCategory());
    cell(line.serviceSubcategory());
    cell(line.sku());
    cell(owned ? line.unit() : "");
    cell(line.sku().isEmpty() ? "" : line.sku() + ".1");
    quoted(line.details());
    resource(line, owned);
    cell(owned ? line.node().region() : "");
    cell("");
    cell(line.node().account());
    cell("account-" + line.node().account());
    tags(line.team());
    cell(plan.shape().provider + "-" + plan.month() + "-" + index);
  }

  private void commitment(Line line) {
    boolean committed = !line.commitmentStatus().isEmpty();
    cell(committed ? "commitment-" + line.node().instanceType() : "");
    cell(committed ? "Usage" : "");
    cell(committed ? "Reservation" : "");
    cell(line.commitmentStatus());
  }

  private void resource(Line line, boolean owned) {
    boolean machine = owned && line.gpu() && !line.commitmentStatus().equals("Unused");
    String id = line.node().resourceId();
    cell(machine ? id : owned && !line.gpu() ? "res-" + Math.floorMod(id.hashCode(), 5_000) : "");
    cell(machine ? "node-" + id.substring(Math.max(0, id.length() - 6)) : "");
    cell(machine ? "Instance" : "");
  }

  private void tags(String team) {
    if (team.isEmpty()) {
      cell("");
    } else {
      quoted("{\"\"team\"\":\"\"" + team + "\"\",\"\"environment\"\":\"\"prod\"\"}");
    }
  }

  private void cell(String text) {
    row.append(text).append(',');
  }

  /** A text whose quotes are doubled already. */
  private void quoted(String text) {
    if (text.isEmpty()) {
      row.append(',');
    } else {
      row.append('"').append(text).append("\",");
    }
  }

  private void price(long micros) {
    if (micros == 0) {
      row.append(',');
    } else {
      decimal(micros, 6);
    }
  }

  private void decimal(long unscaled, int scale) {
    long magnitude = Math.abs(unscaled);
    if (unscaled < 0) {
      row.append('-');
    }
    long factor = scale == 12 ? MICRO * MICRO : MICRO;
    row.append(magnitude / factor);
    long fraction = magnitude % factor;
    if (fraction > 0) {
      String digits = Long.toString(fraction);
      row.append('.').append("0".repeat(scale - digits.length())).append(digits);
    }
    row.append(',');
  }

  private String time(LocalDateTime at) {
    String text = at.toString();
    return (text.length() == 16 ? text + ":00" : text) + plan.shape().timeSuffix;
  }
}
