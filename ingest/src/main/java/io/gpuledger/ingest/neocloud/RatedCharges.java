package io.gpuledger.ingest.neocloud;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.FocusCells;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecentTexts;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.focus.TimeReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prices usage by the rates of a contract. */
final class RatedCharges implements RecordCharges {
  private static final String PROVIDER = "CoreWeave";
  private static final String BASIS = "x_CostBasis";
  private static final String PLAN = "x_CapacityPlan";
  private static final String CLUSTER = "x_Cluster";

  /** How many SKUs without a rate a file names. */
  private static final int MOST_UNPRICED = 20;

  private static final Set<FocusColumn> MAY_LACK =
      Set.of(FocusColumn.BILLED_COST, FocusColumn.BILLING_CURRENCY);

  /** What the rates say in place of the file. */
  private static final Set<FocusColumn> COSTS =
      Set.of(
          FocusColumn.BILLED_COST,
          FocusColumn.EFFECTIVE_COST,
          FocusColumn.CONTRACTED_COST,
          FocusColumn.CONTRACTED_UNIT_PRICE);

  private static final List<FocusColumn> OWN_COSTS =
      List.of(FocusColumn.BILLED_COST, FocusColumn.EFFECTIVE_COST, FocusColumn.CONTRACTED_COST);

  private final RateCard card;
  private final InvoiceDifferences differences;
  private final FocusCells cells;
  private final Map<Integer, String> further;
  private final int plan;
  private final int cluster;
  private final RecentTexts<List<RateCard.Rate>> rates = new RecentTexts<>();
  private final Set<String> unpriced = new HashSet<>();

  RatedCharges(NativeColumns columns, RateCard card, InvoiceDifferences differences) {
    this.card = card;
    this.differences = differences;
    cells = new FocusCells(columns, MAY_LACK);
    further = cells.kept(Set.of());
    cluster = columns.of(CLUSTER);
    int own = columns.of(card.planColumn().isBlank() ? PLAN : card.planColumn());
    plan =
        own == NativeColumns.NONE && card.planColumn().isBlank()
            ? cells.of(FocusColumn.PRICING_CATEGORY)
            : own;
  }

  /** What the difference to the invoice must not carry: it is of no cluster. */
  @Override
  public Map<Integer, String> kept() {
    return Map.of();
  }

  @Override
  public Set<String> added() {
    return Stream.concat(further.values().stream(), Stream.of(BASIS, PLAN))
        .collect(Collectors.toSet());
  }

  /** Learns of a record that could be loaded, whose times are there and in order. */
  void learn(NativeRecord record) {
    TimeRange usage =
        new TimeRange(
            instant(record, FocusColumn.CHARGE_PERIOD_START).orElseThrow(),
            instant(record, FocusColumn.CHARGE_PERIOD_END).orElseThrow());
    BigDecimal priced = cost(record).orElse(BigDecimal.ZERO);
    period(record).ifPresent(of -> differences.add(of, priced, usage, record.number()));
  }

  /** No record has an id, so equal ones are two. */
  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    if (refused(record, charge)) {
      return;
    }
    Optional<InvoiceDifferences.Period> period = period(record);
    Optional<InvoiceDifferences.Difference> carried =
        period.flatMap(of -> differences.carriedBy(of, record.number()));
    Optional<BigDecimal> cost = cost(record);
    BigDecimal invoiced =
        carried
            .map(of -> of.amount().add(of.invoice().tax().amount().toBigDecimal()))
            .orElse(BigDecimal.ZERO);
    charge.control(cost.orElse(BigDecimal.ZERO).add(invoiced));
    writeUsage(record, charge);
    period
        .flatMap(differences::invoice)
        .ifPresent(invoice -> cells.fill(record, charge, FocusColumn.INVOICE_ID, invoice.id()));
    writeCost(record, charge, cost);
    period
        .map(of -> differences.toldBy(of, record.number()))
        .ifPresent(told -> told.forEach(text -> charge.noted(ReadNote.Kind.MORE_PAGES, text)));
    carried.ifPresent(of -> writeInvoice(record, charge, of));
  }

  private boolean refused(NativeRecord record, ChargeWriter charge) {
    for (FocusColumn column : OWN_COSTS) {
      int cost = cells.of(column);
      if (record.decimal(cost).filter(own -> own.signum() != 0).isPresent()) {
        charge.fault(
            ProblemCode.NOT_ALLOWED_VALUE,
            cost,
            "the usage has a cost of its own, which the rates would bill once more; import it as"
                + " focus");
        return true;
      }
    }
    Optional<String> piece = period(record).flatMap(differences::piece);
    if (piece.isPresent()) {
      charge.fault(
          ProblemCode.INCOMPLETE_SET, cells.of(FocusColumn.BILLING_PERIOD_START), piece.get());
      return true;
    }
    String currency = record.text(cells.of(FocusColumn.BILLING_CURRENCY)).strip();
    if (!currency.isEmpty() && !currency.equals(card.currency())) {
      charge.fault(
          ProblemCode.NOT_ALLOWED_VALUE,
          cells.of(FocusColumn.BILLING_CURRENCY),
          "the rates of the contract are in " + card.currency());
      return true;
    }
    int quantity = cells.of(FocusColumn.CONSUMED_QUANTITY);
    if (!record.has(quantity)) {
      charge.fault(ProblemCode.MISSING_VALUE, quantity, "the usage says no quantity");
      return true;
    }
    return record.decimal(quantity).isEmpty();
  }

  private void writeUsage(NativeRecord record, ChargeWriter charge) {
    cells.copyBut(charge, COSTS);
    writeParties(record, charge);
    cells.fill(record, charge, FocusColumn.CHARGE_CATEGORY, "Usage");
    cells.fill(record, charge, FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    cells.fill(record, charge, FocusColumn.SERVICE_NAME, PROVIDER);
    cells.fill(record, charge, FocusColumn.SERVICE_CATEGORY, "Compute");
    cells.fill(record, charge, FocusColumn.SUB_ACCOUNT_ID, record.text(cluster));
    further.forEach(
        (field, name) -> {
          if (record.has(field)) {
            charge.extra(name, record.text(field));
          }
        });
    String onPlan = record.text(plan);
    if (!onPlan.isBlank()) {
      charge.put(FocusColumn.PRICING_CATEGORY, LineCharges.pricing(onPlan));
      charge.extra(PLAN, onPlan);
    }
    String unit = unit(record);
    charge.put(FocusColumn.CONSUMED_UNIT, unit);
    DeviceFacts.ofUnit(charge, unit, record.text(cells.of(FocusColumn.SKU_ID)));
  }

  private void writeParties(NativeRecord record, ChargeWriter charge) {
    charge.put(FocusColumn.BILLING_CURRENCY, card.currency());
    cells.fill(record, charge, FocusColumn.SERVICE_PROVIDER_NAME, PROVIDER);
    cells.fill(record, charge, FocusColumn.HOST_PROVIDER_NAME, PROVIDER);
    cells.fill(record, charge, FocusColumn.INVOICE_ISSUER_NAME, PROVIDER);
  }

  /** Nothing is billed of what has no rate, and what it costs is not known: it is not zero. */
  private void writeCost(NativeRecord record, ChargeWriter charge, Optional<BigDecimal> cost) {
    charge.product(FocusColumn.BILLED_COST, cost.orElse(BigDecimal.ZERO));
    charge.extra(BASIS, cost.isPresent() ? "rate_card" : "unpriced");
    if (cost.isPresent()) {
      charge.product(FocusColumn.EFFECTIVE_COST, cost.get());
      charge.product(FocusColumn.CONTRACTED_COST, cost.get());
      price(record).ifPresent(rate -> charge.product(FocusColumn.CONTRACTED_UNIT_PRICE, rate));
      return;
    }
    String what =
        record.text(cells.of(FocusColumn.SKU_ID))
            + ", plan "
            + (record.has(plan) ? record.text(plan) : "none")
            + ", in "
            + unit(record);
    if (unpriced.size() < MOST_UNPRICED && unpriced.add(what)) {
      charge.noted(
          ReadNote.Kind.UNPRICED,
          "no rate of the contract holds for "
              + what
              + "; its usage has no cost until there is one");
    }
  }

  /** What the invoice asks for beyond usage at the rates, and its tax. */
  private void writeInvoice(
      NativeRecord record, ChargeWriter charge, InvoiceDifferences.Difference of) {
    charge.another();
    writeInvoiceLine(record, charge, of, "Adjustment", of.amount());
    charge.put(
        FocusColumn.CHARGE_DESCRIPTION,
        "Invoice " + of.invoice().id() + " less its usage at the rates of the contract");
    BigDecimal tax = of.invoice().tax().amount().toBigDecimal();
    if (tax.signum() != 0) {
      charge.another();
      writeInvoiceLine(record, charge, of, "Tax", tax);
      charge.put(FocusColumn.CHARGE_DESCRIPTION, "Tax of invoice " + of.invoice().id());
    }
  }

  private void writeInvoiceLine(
      NativeRecord record,
      ChargeWriter charge,
      InvoiceDifferences.Difference of,
      String category,
      BigDecimal amount) {
    int start = cells.of(FocusColumn.BILLING_PERIOD_START);
    int end = cells.of(FocusColumn.BILLING_PERIOD_END);
    charge.copy(FocusColumn.BILLING_ACCOUNT_ID, cells.of(FocusColumn.BILLING_ACCOUNT_ID));
    charge.copy(FocusColumn.BILLING_PERIOD_START, start);
    charge.copy(FocusColumn.BILLING_PERIOD_END, end);
    charge.copy(FocusColumn.CHARGE_PERIOD_START, start);
    charge.copy(FocusColumn.CHARGE_PERIOD_END, end);
    writeParties(record, charge);
    charge.put(FocusColumn.CHARGE_CATEGORY, category);
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Recurring");
    charge.put(FocusColumn.SERVICE_NAME, PROVIDER);
    charge.put(FocusColumn.SERVICE_CATEGORY, "Other");
    charge.put(FocusColumn.INVOICE_ID, of.invoice().id());
    charge.put(FocusColumn.BILLED_COST, amount);
    charge.put(FocusColumn.EFFECTIVE_COST, amount);
    charge.put(FocusColumn.CONTRACTED_COST, amount);
    charge.extra(BASIS, "invoice");
  }

  /** What usage costs, to 18 digits; empty where it has no rate or cannot be read. */
  private Optional<BigDecimal> cost(NativeRecord record) {
    return price(record)
        .flatMap(
            rate ->
                record
                    .decimal(cells.of(FocusColumn.CONSUMED_QUANTITY))
                    .map(quantity -> NativeRecord.rounded(quantity.multiply(rate))));
  }

  private Optional<BigDecimal> price(NativeRecord record) {
    String sku = record.text(cells.of(FocusColumn.SKU_ID));
    List<RateCard.Rate> ofSku = rates.find(sku);
    if (ofSku == null) {
      ofSku = rates.add(sku, card.of(sku));
    }
    Optional<Instant> at = instant(record, FocusColumn.CHARGE_PERIOD_START);
    return at.isEmpty()
        ? Optional.empty()
        : RateCard.find(ofSku, record.text(plan), unit(record), at.get());
  }

  private String unit(NativeRecord record) {
    return HourUnits.of(record.text(cells.of(FocusColumn.CONSUMED_UNIT)));
  }

  private Optional<InvoiceDifferences.Period> period(NativeRecord record) {
    Optional<Instant> start = instant(record, FocusColumn.BILLING_PERIOD_START);
    Optional<Instant> end = instant(record, FocusColumn.BILLING_PERIOD_END);
    return start.isEmpty() || end.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new InvoiceDifferences.Period(
                record.text(cells.of(FocusColumn.BILLING_ACCOUNT_ID)), start.get(), end.get()));
  }

  private Optional<Instant> instant(NativeRecord record, FocusColumn column) {
    OptionalLong micros =
        TimeReader.micros(record.text(cells.of(column)).getBytes(StandardCharsets.UTF_8));
    return micros.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.EPOCH.plus(micros.getAsLong(), ChronoUnit.MICROS));
  }
}
