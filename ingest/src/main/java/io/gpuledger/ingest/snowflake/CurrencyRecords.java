package io.gpuledger.ingest.snowflake;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lines of usage in currency: what Snowflake bills, by account, day and kind of usage. */
final class CurrencyRecords implements RecordStudy, RecordCharges {
  static final List<String> NEEDED =
      List.of(
          "organization_name",
          "account_locator",
          "usage_date",
          "usage_type",
          "usage",
          "currency",
          "usage_in_currency",
          "balance_source");

  private static final List<String> TAKEN =
      List.of(
          "organization_name",
          "account_name",
          "account_locator",
          "region",
          "usage",
          "currency",
          "usage_in_currency");

  private final SnowflakeSet set;
  private final SnowflakeLines lines;
  private final Map<Integer, String> kept;
  private final int organization;
  private final int contract;
  private final int account;
  private final int locator;
  private final int region;
  private final int level;
  private final int date;
  private final int usageType;
  private final int serviceType;
  private final int billingType;
  private final int ratingType;
  private final int adjustment;
  private final int source;
  private final int usage;
  private final int currency;
  private final int money;

  CurrencyRecords(NativeColumns columns, SnowflakeSet set) {
    this.set = set;
    lines = new SnowflakeLines(columns.of("usage_date"));
    kept = columns.kept(TAKEN);
    organization = columns.of("organization_name");
    contract = columns.of("contract_number");
    account = columns.of("account_name");
    locator = columns.of("account_locator");
    region = columns.of("region");
    level = columns.of("service_level");
    date = columns.of("usage_date");
    usageType = columns.of("usage_type");
    serviceType = columns.of("service_type");
    billingType = columns.of("billing_type");
    ratingType = columns.of("rating_type");
    adjustment = columns.of("is_adjustment");
    source = columns.of("balance_source");
    usage = columns.of("usage");
    currency = columns.of("currency");
    money = columns.of("usage_in_currency");
  }

  @Override
  public Map<Integer, String> kept() {
    return kept;
  }

  @Override
  public Set<String> added() {
    return SnowflakeLines.ADDED;
  }

  @Override
  public void learn(NativeRecord record) {
    Optional<BigDecimal> cost = record.decimal(money);
    Optional<String> day = SnowflakeLines.day(record, date);
    if (cost.isPresent() && day.isPresent() && mayBeDivided(record)) {
      Balance balance = Balance.of(record.text(source));
      set.compute(
          record.number(),
          day.get(),
          record.text(serviceType),
          party(record),
          balance.billed(cost.get()),
          balance.effective(cost.get()));
    }
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    SnowflakeSet.Party party = party(record);
    lines.writeParty(charge, party, service(record));
    lines.writeDay(record, charge);
    Balance balance = Balance.of(record.text(source));
    Optional<BigDecimal> told = record.decimal(money);
    told.map(balance::billed).ifPresent(charge::control);
    // Both are told of all lines, also where metering bears the money.
    if (!record.has(money)) {
      charge.fault(ProblemCode.MISSING_VALUE, money, "the line says no usage in currency");
    }
    Optional<BigDecimal> used = record.decimal(usage);
    String category = category(record);
    charge.put(FocusColumn.CHARGE_CATEGORY, category);
    charge.put(
        FocusColumn.CHARGE_FREQUENCY, category.equals("Purchase") ? "Recurring" : "Usage-Based");
    Optional<String> day = SnowflakeLines.day(record, date);
    boolean divided =
        day.isPresent()
            && mayBeDivided(record)
            && set.isDivided(day.get(), record.text(serviceType), party);
    // The contract is drawn on once, whoever bears the money.
    told.flatMap(cost -> balance.contract(party.contract(), cost))
        .ifPresent(applied -> charge.put(FocusColumn.CONTRACT_APPLIED, applied));
    if (divided) {
      lines.writeDivided(charge);
      return;
    }
    told.ifPresent(
        cost -> {
          charge.put(FocusColumn.BILLED_COST, balance.billed(cost));
          charge.put(FocusColumn.EFFECTIVE_COST, balance.effective(cost));
          writePrices(record, charge, party, cost, used);
        });
    writeQuantities(record, charge, category, balance);
  }

  private void writePrices(
      NativeRecord record,
      ChargeWriter charge,
      SnowflakeSet.Party party,
      BigDecimal cost,
      Optional<BigDecimal> used) {
    Optional<BigDecimal> rate =
        SnowflakeLines.day(record, date)
            .filter(day -> category(record).equals("Usage"))
            .flatMap(day -> set.rate(day, party, record.text(serviceType), record.text(usageType)));
    rate.ifPresent(price -> charge.put(FocusColumn.CONTRACTED_UNIT_PRICE, price));
    // The rate has two digits, so what it makes of the usage is kept beside what was billed.
    Optional<BigDecimal> priced = rate.flatMap(price -> used.map(price::multiply));
    charge.product(FocusColumn.CONTRACTED_COST, priced.orElse(cost));
  }

  private void writeQuantities(
      NativeRecord record, ChargeWriter charge, String category, Balance balance) {
    if (!category.equals("Usage") && !category.equals("Purchase")) {
      return;
    }
    charge.put(FocusColumn.PRICING_CATEGORY, balance.pricing());
    Optional<String> unit = unit(record);
    if (unit.isEmpty()) {
      return;
    }
    charge.copy(FocusColumn.PRICING_QUANTITY, usage);
    charge.put(FocusColumn.PRICING_UNIT, unit.get());
    if (category.equals("Usage")) {
      charge.copy(FocusColumn.CONSUMED_QUANTITY, usage);
      charge.put(FocusColumn.CONSUMED_UNIT, unit.get());
    }
    if (unit.get().equals(SnowflakeLines.CREDITS)) {
      charge.put(FocusColumn.PRICING_CURRENCY, SnowflakeLines.CREDITS);
      charge.copy(FocusColumn.PRICING_CURRENCY_EFFECTIVE_COST, usage);
    }
  }

  /** Compute that was consumed; all else has no metering. */
  private boolean mayBeDivided(NativeRecord record) {
    return record.has(serviceType)
        && unit(record).filter(SnowflakeLines.CREDITS::equals).isPresent()
        && category(record).equals("Usage");
  }

  /** What the usage is counted in; empty where it is neither compute nor data. */
  private Optional<String> unit(NativeRecord record) {
    String rating = record.firstText(ratingType, usageType).toLowerCase(Locale.ROOT);
    if (rating.contains("compute")) {
      return Optional.of(SnowflakeLines.CREDITS);
    }
    return rating.contains("storage") || rating.contains("transfer")
        ? Optional.of("TB")
        : Optional.empty();
  }

  private String category(NativeRecord record) {
    if (record.text(adjustment).equalsIgnoreCase("true")) {
      return "Adjustment";
    }
    return switch (record.text(billingType).toLowerCase(Locale.ROOT).replace(' ', '_')) {
      case "", "consumption" -> "Usage";
      case "rebate", "support_credit" -> "Credit";
      case "priority_support", "vps_deployment_fee" -> "Purchase";
      default -> "Adjustment";
    };
  }

  private String service(NativeRecord record) {
    return record.firstText(serviceType, usageType);
  }

  private SnowflakeSet.Party party(NativeRecord record) {
    return new SnowflakeSet.Party(
        record.text(organization),
        record.text(contract),
        record.text(account),
        record.text(locator),
        record.text(region),
        record.text(level),
        record.text(currency));
  }
}
