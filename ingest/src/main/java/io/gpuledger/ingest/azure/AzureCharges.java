package io.gpuledger.ingest.azure;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.azure.AzureCommitment.Part;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.ReadNote;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes charges of the lines of an export; {@code docs/formats/azure.md} has the rules. */
final class AzureCharges implements RecordCharges {
  private static final String MICROSOFT = "Microsoft";

  private final Map<Integer, String> kept;
  private final AzureView view;
  private final Predicate<String> paired;
  private final AzureScopes scopes;
  private final AzureCosts costs;
  private final AzureCommitment commitment;
  private final AzureUsage usage;
  private final int currency;
  private final int invoice;
  private final int issuer;
  private final int publisher;
  private final int product;
  private final int chargeType;
  private final int frequency;
  private final int tags;
  private boolean tellsUnknown = true;
  private boolean tellsAlone = true;

  AzureCharges(AzureColumns columns, AzureView view, Predicate<String> paired) {
    this.view = view;
    this.paired = paired;
    scopes = new AzureScopes(columns);
    costs = new AzureCosts(columns, view);
    commitment = new AzureCommitment(columns);
    usage = new AzureUsage(columns);
    currency = columns.whole(AzureColumns.CURRENCY.toArray(String[]::new));
    invoice = columns.whole("InvoiceId");
    issuer = columns.of("PartnerName");
    publisher = columns.whole("PublisherName");
    product = columns.whole("ProductName", "Product");
    chargeType = columns.of("ChargeType");
    frequency = columns.of("Frequency");
    tags = columns.whole("Tags");
    kept = columns.kept();
  }

  @Override
  public Map<Integer, String> kept() {
    return kept;
  }

  @Override
  public Set<String> added() {
    return Set.of();
  }

  @Override
  public void map(NativeRecord line, ChargeWriter charge) {
    // Azure gives its lines no id, and two of the same content are two.
    charge.unidentified();
    AzureChargeType type = AzureChargeType.of(line.text(chargeType));
    Part part = commitment.part(line, type);
    Optional<BigDecimal> own = costs.own(line);
    Optional<BigDecimal> billed = AzureCosts.billed(own, part);
    boolean isPaired = paired.test(scopes.key(line::text));
    Optional<BigDecimal> effective = costs.effective(own, part);
    tellSums(charge, isPaired, own, billed, effective);
    if (isPaired && costs.toldByOther(part)) {
      charge.toldElsewhere();
    }
    writeParties(line, charge);
    charge.put(FocusColumn.CHARGE_CATEGORY, type.category());
    if (type == AzureChargeType.REFUND) {
      charge.put(FocusColumn.CHARGE_CLASS, "Correction");
    }
    charge.put(FocusColumn.CHARGE_FREQUENCY, frequency(line, type));
    charge.copy(FocusColumn.CHARGE_DESCRIPTION, product);
    charge.copy(FocusColumn.TAGS, tags);
    billed.ifPresent(amount -> charge.put(FocusColumn.BILLED_COST, amount));
    effective.ifPresent(amount -> charge.put(FocusColumn.EFFECTIVE_COST, amount));
    if (!isPaired) {
      tellView(charge, part, own, effective);
    }
    commitment.write(line, charge, part, effective);
    AzureUnits units = usage.units(line);
    BigDecimal divisor = costs.divisor(line, units.block());
    usage.write(line, charge, type, units, divisor);
    if (part.covered() && !commitment.isPlan(line)) {
      usage.writeReserved(line, charge, units);
    }
    costs.writePrices(line, charge, type, own, divisor);
    costs.writePricingCurrency(line, charge, type, part);
    if (type.priced()) {
      usage.writeSku(line, charge, type, part);
    }
  }

  /** What the line adds to the two sums that the charges are compared with. */
  private void tellSums(
      ChargeWriter charge,
      boolean isPaired,
      Optional<BigDecimal> own,
      Optional<BigDecimal> billed,
      Optional<BigDecimal> effective) {
    if (view != AzureView.AMORTISED) {
      own.ifPresent(charge::control);
      return;
    }
    effective.ifPresent(charge::effectiveControl);
    if (!isPaired) {
      billed.ifPresent(charge::control);
    }
  }

  /** Tells once a file what its view lacks. */
  private void tellView(
      ChargeWriter charge, Part part, Optional<BigDecimal> own, Optional<BigDecimal> effective) {
    boolean unknown = (own.isPresent() && effective.isEmpty()) || part == Part.PURCHASE;
    if (unknown && tellsUnknown) {
      tellsUnknown = false;
      charge.noted(
          ReadNote.Kind.COST_UNKNOWN,
          "usage that a reservation or savings plan bears has no EffectiveCost, and what nobody"
              + " used of one is missing: both stand in the amortised cost export of the month"
              + " alone; import it together with this one");
    }
    if (view == AzureView.AMORTISED && part.covered() && tellsAlone) {
      tellsAlone = false;
      charge.noted(
          ReadNote.Kind.ONE_VIEW,
          "this is the amortised cost export alone: BilledCost lacks the purchases of reservations"
              + " and savings plans and does not tie to an invoice; import the actual cost export"
              + " of the month together with it");
    }
  }

  /** Accounts, times and issuer. */
  private void writeParties(NativeRecord line, ChargeWriter charge) {
    charge.copy(FocusColumn.BILLING_ACCOUNT_ID, scopes.account(line::text));
    charge.copy(FocusColumn.BILLING_ACCOUNT_NAME, scopes.accountName(line::text));
    charge.put(FocusColumn.BILLING_ACCOUNT_TYPE, scopes.accountType(line::text));
    scopes.writeSubscription(line, charge);
    writeDay(
        line,
        scopes.periodStartField(),
        scopes.periodStart(line::text),
        day -> charge.put(FocusColumn.BILLING_PERIOD_START, AzurePeriods.start(day)),
        charge,
        FocusColumn.BILLING_PERIOD_START);
    writeDay(
        line,
        scopes.periodEndField(),
        scopes.periodLast(line::text),
        day -> charge.put(FocusColumn.BILLING_PERIOD_END, AzurePeriods.end(day)),
        charge,
        FocusColumn.BILLING_PERIOD_END);
    writeDay(
        line,
        scopes.dateField(),
        scopes.day(line::text),
        day -> {
          charge.put(FocusColumn.CHARGE_PERIOD_START, AzurePeriods.start(day));
          charge.put(FocusColumn.CHARGE_PERIOD_END, AzurePeriods.end(day));
        },
        charge,
        FocusColumn.CHARGE_PERIOD_START);
    charge.copy(FocusColumn.BILLING_CURRENCY, currency);
    charge.copy(FocusColumn.INVOICE_ID, invoice);
    if (line.has(issuer)) {
      charge.copy(FocusColumn.INVOICE_ISSUER_NAME, issuer);
    } else {
      charge.put(FocusColumn.INVOICE_ISSUER_NAME, MICROSOFT);
    }
    charge.put(FocusColumn.SERVICE_PROVIDER_NAME, MICROSOFT);
    charge.put(FocusColumn.HOST_PROVIDER_NAME, MICROSOFT);
    charge.copy(FocusColumn.X_PUBLISHER_NAME, publisher);
  }

  /** A day that cannot be read is taken over as it is, so that its fault is told. */
  private static void writeDay(
      NativeRecord line,
      int field,
      Optional<LocalDate> day,
      Consumer<LocalDate> write,
      ChargeWriter charge,
      FocusColumn column) {
    if (day.isPresent()) {
      write.accept(day.get());
    } else if (line.has(field)) {
      charge.copy(column, field);
    }
  }

  private String frequency(NativeRecord line, AzureChargeType type) {
    return switch (line.text(frequency).toLowerCase(Locale.ROOT)) {
      case "onetime" -> "One-Time";
      case "recurring" -> "Recurring";
      case "usagebased" -> "Usage-Based";
      default -> type.frequency();
    };
  }
}
