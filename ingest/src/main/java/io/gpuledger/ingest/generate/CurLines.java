package io.gpuledger.ingest.generate;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The lines of a generated report, one after the other, and what they come to. */
final class CurLines {
  /** In a thousand lines: machines, storage, network, tokens, two kinds of fees, tax, credits. */
  private static final int[] SHARES = {600, 145, 110, 70, 15, 15, 25, 15};

  private static final long MICRO = 1_000_000;

  /** Quantities have three digits after the point, so that costs have few. */
  private static final long MILLI = 1_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

  private static final Map<String, String> GPUS =
      Map.of("p5", "8", "p5en", "8", "p4d", "8", "g6e", "4", "g6", "4", "g5", "1", "trn2", "16");

  private final FocusPlan plan;
  private final SplittableRandom random;
  private final FocusTruth.Builder truth = new FocusTruth.Builder();
  private final CurLine line = new CurLine();
  private final LocalDateTime month;
  private final int hours;
  private final List<GpuNode> reserved;
  private long written;
  private long machineHours;

  CurLines(FocusPlan plan) {
    this.plan = plan;
    this.random = new SplittableRandom(plan.seed());
    this.month = plan.month().atDay(1).atStartOfDay();
    this.hours = plan.month().lengthOfMonth() * 24;
    List<GpuNode> bought = plan.nodes().stream().filter(CurCommitments::reserved).toList();
    this.reserved = bought.isEmpty() ? plan.nodes() : bought;
  }

  /** Lines written so far. */
  long written() {
    return written;
  }

  FocusTruth truth() {
    return truth.build();
  }

  static String time(LocalDateTime time) {
    return TIME.format(time);
  }

  /** Writes the next line; of usage that a Savings Plan covers also the line that negates it. */
  void next(CurTable table) throws IOException {
    int roll = random.nextInt(Arrays.stream(SHARES).sum() + 5);
    int kind = 0;
    while (kind < SHARES.length && roll >= SHARES[kind]) {
      roll -= SHARES[kind++];
    }
    FocusPlan.Account account =
        plan.billingAccounts().get(random.nextInt(plan.billingAccounts().size()));
    begin(account);
    boolean negated = false;
    switch (kind) {
      case 0 -> negated = machine(account);
      case 1 -> metered(account, Meter.STORAGE, random.nextInt(1, 500_000));
      case 2 -> metered(account, Meter.NETWORK, random.nextInt(1, 500_000));
      case 3 -> metered(account, Meter.TOKENS, random.nextInt(1, 9_000_000));
      case 4 -> planFee(account);
      case 5 -> reservationFee(account);
      case 6 -> flat(account, "Tax", 1);
      case 7 -> flat(account, "Credit", -1);
      default -> flat(account, "Refund", -1);
    }
    write(table);
    if (negated) {
      line.negate(id());
      truth.add(account, "", false, new FocusGenerator.FourCosts(0, 0, 0, 0));
      write(table);
    }
  }

  private void write(CurTable table) throws IOException {
    line.write(table);
    written++;
  }

  /** What every line has. */
  private void begin(FocusPlan.Account account) {
    line.clear();
    line.set("identity_line_item_id", id());
    line.set("bill_bill_type", "Anniversary");
    line.set("bill_billing_entity", "AWS");
    line.set("bill_billing_period_start_date", time(month));
    line.set("bill_billing_period_end_date", time(month.plusMonths(1)));
    line.set("bill_invoice_id", "INV-" + plan.month() + "-" + account.id());
    line.set("bill_invoicing_entity", CurGenerator.ISSUER);
    line.set("bill_payer_account_id", account.id());
    line.set("bill_payer_account_name", "Example Payer");
    line.set("line_item_currency_code", account.currency());
    line.set("line_item_legal_entity", CurGenerator.ISSUER);
    period(0, hours);
  }

  private void period(int from, int length) {
    String start = time(month.plusHours(from));
    String end = time(month.plusHours(from + length));
    line.set("line_item_usage_start_date", start);
    line.set("line_item_usage_end_date", end);
    line.set("identity_time_interval", start + "/" + end);
  }

  /** The same for the same line of each version of the month. */
  private String id() {
    long mixed = (plan.seed() * 31 + written + 1) * 0x9E3779B97F4A7C15L;
    return "%016x%s".formatted(mixed, Long.toHexString(written | 1L << 40));
  }

  /** An hour of a machine; whether a Savings Plan covers it. Once all are billed, storage. */
  private boolean machine(FocusPlan.Account account) {
    if (machineHours >= (long) hours * plan.nodes().size()) {
      metered(account, Meter.STORAGE, random.nextInt(1, 500_000));
      return false;
    }
    GpuNode node = plan.nodes().get((int) (machineHours % plan.nodes().size()));
    period((int) (machineHours++ / plan.nodes().size()), 1);
    long quantity = random.nextInt(10) == 0 ? random.nextInt(1, 1_000) : MILLI;
    long list = restated(node.microsPerHour());
    owner(node, node.team());
    line.set("line_item_product_code", "AmazonEC2");
    line.set("line_item_resource_id", node.resourceId());
    line.set("line_item_operation", "RunInstances");
    line.set("line_item_usage_type", "USE1-BoxUsage:" + node.instanceType());
    line.set(
        "line_item_line_item_description",
        "per On Demand Linux " + node.instanceType() + " Instance Hour");
    line.set("line_item_availability_zone", node.region() + "a");
    line.set("product_instance_type", node.instanceType());
    line.set("product_product_family", "Compute Instance");
    line.product("servicename", "Amazon Elastic Compute Cloud");
    line.product("operating_system", "Linux");
    String family = node.instanceType().substring(0, node.instanceType().indexOf('.'));
    line.product("gpu", GPUS.getOrDefault(family, ""));
    line.quantity("Hrs", quantity);
    sku(node.instanceType());
    line.listed(list, quantity);
    long contracted = list / 100 * 92;
    if (!node.committed()) {
      boolean spot = CurCommitments.spot(node);
      if (spot) {
        line.set("line_item_usage_type", "USE1-SpotUsage:" + node.instanceType());
        line.set("line_item_operation", "RunInstances:SV001");
      }
      long gross = spot ? list / 100 * 36 : list;
      long net = spot ? list / 100 * 33 : contracted;
      line.type("Usage").cost(gross, net, quantity);
      add(account, node.team(), new long[] {net, net, list, net}, quantity);
      return false;
    }
    if (CurCommitments.reserved(node)) {
      line.type("DiscountedUsage").cost(0, 0, quantity);
      line.set("reservation_reservation_a_r_n", CurCommitments.reservation(node));
      line.money("reservation_effective_cost", list / 100 * 60 * quantity * MILLI);
      line.money("reservation_net_effective_cost", list / 100 * 58 * quantity * MILLI);
      line.money("discount_total_discount", -(list / 100 * 8 * quantity * MILLI));
      add(account, node.team(), new long[] {0, list / 100 * 58, list, contracted}, quantity);
      return false;
    }
    line.type("SavingsPlanCoveredUsage").cost(list, contracted, quantity);
    line.set("savings_plan_savings_plan_a_r_n", CurCommitments.savingsPlan(account));
    line.money("savings_plan_savings_plan_effective_cost", list / 100 * 66 * quantity * MILLI);
    line.money("savings_plan_net_savings_plan_effective_cost", list / 100 * 61 * quantity * MILLI);
    add(account, node.team(), new long[] {0, list / 100 * 61, list, contracted}, quantity);
    return true;
  }

  /** Prices in 10^-6 times a quantity in 10^-3. */
  private void add(FocusPlan.Account account, String team, long[] prices, long quantity) {
    long factor = quantity * MILLI;
    truth.add(
        account,
        team,
        true,
        new FocusGenerator.FourCosts(
            prices[0] * factor, prices[1] * factor, prices[2] * factor, prices[3] * factor));
  }

  /** Usage without a machine: product, meter, unit, and the price of a unit in 10^-6. */
  private enum Meter {
    STORAGE("AmazonS3", "USE1-TimedStorage-ByteHrs", "GB-Mo", 23_000),
    NETWORK("AWSDataTransfer", "USE1-DataTransfer-Out-Bytes", "GB", 90_000),
    TOKENS("AmazonBedrock", "USE1-Claude4Sonnet-output-tokens", "1K tokens", 15_000);

    private final String product;
    private final String usageType;
    private final String unit;
    private final long price;

    Meter(String product, String usageType, String unit, long price) {
      this.product = product;
      this.usageType = usageType;
      this.unit = unit;
      this.price = price;
    }
  }

  private void metered(FocusPlan.Account account, Meter meter, long quantity) {
    GpuNode node = plan.nodes().get(random.nextInt(plan.nodes().size()));
    String team =
        random.nextInt(20) == 0 ? "" : plan.teams().get(random.nextInt(plan.teams().size()));
    period(random.nextInt(hours), 1);
    owner(node, team);
    line.set("line_item_product_code", meter.product);
    line.set("line_item_usage_type", meter.usageType);
    line.set("line_item_line_item_description", meter.usageType + " in " + node.region());
    if (meter == Meter.STORAGE) {
      line.set("line_item_resource_id", "bucket-" + random.nextInt(5_000));
    }
    line.quantity(meter.unit, quantity);
    sku(meter.usageType);
    long list = restated(meter.price);
    long net = list / 100 * 90;
    line.listed(list, quantity);
    line.type("Usage").cost(list, net, quantity);
    long factor = quantity * MILLI;
    truth.add(
        account,
        team,
        false,
        new FocusGenerator.FourCosts(net * factor, net * factor, list * factor, net * factor));
  }

  /** The hour's fee of a plan, of which a part was used. */
  private void planFee(FocusPlan.Account account) {
    long committed = random.nextInt(10, 90) * MICRO;
    long used = committed - random.nextInt(1, 9) * MICRO;
    period(random.nextInt(hours), 1);
    line.type("SavingsPlanRecurringFee");
    line.set("line_item_product_code", "ComputeSavingsPlans");
    line.set("line_item_usage_type", "ComputeSP:1yrNoUpfront");
    line.quantity("Hrs", MILLI);
    line.set("savings_plan_savings_plan_a_r_n", CurCommitments.savingsPlan(account));
    line.money("savings_plan_total_commitment_to_date", committed * MICRO);
    line.money("savings_plan_used_commitment", used * MICRO);
    fee(account, committed, committed - used);
  }

  /** The month's fee of a reservation, of which a part was not used. */
  private void reservationFee(FocusPlan.Account account) {
    GpuNode node = reserved.get(random.nextInt(reserved.size()));
    long upfront = random.nextInt(1, 5) * MICRO;
    long recurring = random.nextInt(1, 10) * MICRO;
    line.type("RIFee");
    line.set("line_item_product_code", "AmazonEC2");
    line.set("line_item_usage_type", "USE1-HeavyUsage:" + node.instanceType());
    line.set("product_instance_type", node.instanceType());
    line.quantity("Hrs", hours * MILLI);
    line.set("reservation_reservation_a_r_n", CurCommitments.reservation(node));
    line.set("reservation_unused_quantity", "0." + random.nextInt(1, 10));
    line.money("reservation_unused_amortized_upfront_fee_for_billing_period", upfront * MICRO);
    line.money(
        "reservation_net_unused_amortized_upfront_fee_for_billing_period",
        upfront / 10 * 9 * MICRO);
    line.money("reservation_unused_recurring_fee", recurring * MICRO);
    line.money("reservation_net_unused_recurring_fee", recurring / 10 * 9 * MICRO);
    fee(account, random.nextInt(20, 90) * MICRO, upfront + recurring);
  }

  /** A tenth off; what was not used is a charge of its own. */
  private void fee(FocusPlan.Account account, long gross, long unused) {
    long net = gross / 10 * 9 * MICRO;
    line.money("line_item_unblended_cost", gross * MICRO);
    line.money("line_item_net_unblended_cost", net);
    truth.add(account, "", false, new FocusGenerator.FourCosts(net, 0, gross * MICRO, net));
    truth.add(account, "", false, new FocusGenerator.FourCosts(0, unused / 10 * 9 * MICRO, 0, 0));
  }

  private void flat(FocusPlan.Account account, String type, int sign) {
    long cost = sign * random.nextLong(1, 200 * MICRO) * MICRO;
    line.type(type);
    line.set("line_item_product_code", "AmazonEC2");
    line.set("line_item_line_item_description", type + " of the month");
    if (type.equals("Refund")) {
      line.set("bill_bill_type", "Refund");
    }
    if (type.equals("Tax")) {
      line.set("line_item_tax_type", "USSalesTax");
    }
    line.money("line_item_unblended_cost", cost);
    line.money("line_item_net_unblended_cost", cost);
    truth.add(account, "", false, new FocusGenerator.FourCosts(cost, cost, cost, cost));
  }

  private void owner(GpuNode node, String team) {
    line.set("line_item_usage_account_id", node.account());
    line.set("line_item_usage_account_name", "account-" + node.account());
    line.set("product_region_code", node.region());
    if (!team.isEmpty()) {
      line.tag("user_team", team);
      line.tag("user_environment", "prod");
    }
  }

  private void sku(String name) {
    String sku = "%016X".formatted(name.hashCode() * 0x9E3779B97F4A7C15L);
    line.set("product_sku", sku);
    line.set("pricing_rate_code", sku + ".JRTCKXETXF.6YS6EN2CT7");
  }

  /** The price of a version: each restatement lowers it for one line in seven. */
  private long restated(long price) {
    long lowered = price;
    for (int version = 1; version <= plan.restatement(); version++) {
      if ((written + version) % 7 == 0) {
        lowered -= lowered / 20;
      }
    }
    return lowered / 100 * 100;
  }
}
