package io.gpuledger.ingest.neocloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.focus.TimeReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Makes a charge of each line, and one more of what its credit takes off. */
final class LineCharges implements RecordCharges {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NativeColumns columns;
  private final LineLayout layout;
  private final String lacking;
  private final Map<Integer, String> tags = new TreeMap<>();
  private final Fields at;
  private boolean toldLacking;

  /** Positions of what a layout names. */
  private record Fields(
      int account,
      int project,
      int start,
      int end,
      int sku,
      int quantity,
      int unit,
      int plan,
      int unitPrice,
      int amount,
      int credit) {}

  /**
   * Charges of one file.
   *
   * @param lacking what the invoice has and such a file never does, in words; empty if nothing
   */
  LineCharges(NativeColumns columns, LineLayout layout, String lacking) {
    this.columns = columns;
    this.layout = layout;
    this.lacking = lacking;
    if (!layout.label().isEmpty() && columns.has(layout.label())) {
      tags.put(columns.of(layout.label()), layout.label());
    }
    for (int field = 0; field < columns.size(); field++) {
      String name = columns.name(field).strip();
      if (!layout.tagPrefix().isEmpty() && name.startsWith(layout.tagPrefix())) {
        tags.put(field, name.substring(layout.tagPrefix().length()));
      }
    }
    at =
        new Fields(
            columns.of(layout.account()),
            columns.of(layout.project()),
            columns.of(layout.start()),
            of(layout.end()),
            columns.of(layout.sku()),
            columns.of(layout.quantity()),
            of(layout.unit()),
            of(layout.plan()),
            of(layout.unitPrice()),
            columns.of(layout.amount()),
            of(layout.credit()));
  }

  private int of(String name) {
    return name.isEmpty() ? NativeColumns.NONE : columns.of(name);
  }

  @Override
  public Map<Integer, String> kept() {
    Map<Integer, String> kept = new HashMap<>(columns.kept(layout.taken()));
    tags.keySet().forEach(kept::remove);
    return kept;
  }

  @Override
  public Set<String> added() {
    return Set.of();
  }

  /** No line has an id, so equal ones are two. */
  @Override
  public void map(NativeRecord line, ChargeWriter charge) {
    charge.unidentified();
    if (!lacking.isEmpty() && !toldLacking) {
      toldLacking = true;
      charge.noted(ReadNote.Kind.NOT_ALL_BILLED, lacking);
    }
    Optional<BigDecimal> amount = line.decimal(at.amount()).map(NativeRecord::rounded);
    if (amount.isEmpty()) {
      if (!line.has(at.amount())) {
        charge.fault(ProblemCode.MISSING_VALUE, at.amount(), "the line says no amount");
      }
      return;
    }
    BigDecimal credit =
        line.decimal(at.credit()).map(NativeRecord::rounded).orElse(BigDecimal.ZERO);
    if (credit.signum() > 0) {
      charge.fault(
          ProblemCode.NOT_ALLOWED_VALUE,
          at.credit(),
          "the credit is above zero, and would add to what is billed; only credits below zero are"
              + " known");
      return;
    }
    charge.control(amount.get().add(credit));
    writeBase(line, charge);
    writeUsage(line, charge, amount.get());
    if (credit.signum() != 0) {
      charge.another();
      writeBase(line, charge);
      charge.put(FocusColumn.CHARGE_CATEGORY, "Credit");
      DeviceFacts.ofMoney(charge, line.text(at.sku()), line.text(of(layout.description())));
      writeCosts(charge, credit);
    }
  }

  private void writeBase(NativeRecord line, ChargeWriter charge) {
    if (line.has(at.account())) {
      charge.copy(FocusColumn.BILLING_ACCOUNT_ID, at.account());
    } else {
      charge.put(FocusColumn.BILLING_ACCOUNT_ID, layout.unnamedAccount());
    }
    charge.copy(FocusColumn.SUB_ACCOUNT_ID, at.project());
    charge.put(FocusColumn.INVOICE_ISSUER_NAME, layout.provider());
    charge.put(FocusColumn.SERVICE_PROVIDER_NAME, layout.provider());
    charge.put(FocusColumn.HOST_PROVIDER_NAME, layout.provider());
    charge.copy(FocusColumn.BILLING_CURRENCY, of(layout.currency()));
    charge.copy(FocusColumn.INVOICE_ID, of(layout.invoice()));
    String service = line.text(of(layout.service()));
    charge.put(
        FocusColumn.SERVICE_NAME, service.isBlank() ? layout.provider() + " Cloud" : service);
    charge.put(FocusColumn.SERVICE_CATEGORY, category(line));
    charge.copy(FocusColumn.SKU_ID, at.sku());
    charge.copy(FocusColumn.CHARGE_DESCRIPTION, of(layout.description()));
    charge.copy(FocusColumn.REGION_ID, of(layout.region()));
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    writeResource(line, charge);
    writePeriods(line, charge);
    writeTags(line, charge);
  }

  /** An instance type is a machine; of the rest the service says what it is, if anything does. */
  private String category(NativeRecord line) {
    String words =
        (line.text(of(layout.service()))
                + ' '
                + line.text(of(layout.description()))
                + ' '
                + line.text(at.sku())
                + ' '
                + line.text(at.unit()))
            .toLowerCase(Locale.ROOT);
    if (words.contains("storage") || words.contains("disk")) {
      return "Storage";
    }
    if (words.contains("inference") || words.contains("token")) {
      return "AI and Machine Learning";
    }
    return words.contains("ip address") || words.contains("network") ? "Networking" : "Compute";
  }

  private void writeResource(NativeRecord line, ChargeWriter charge) {
    int resource = of(layout.resource());
    // What has no id of its own is told apart by what it is, as others read these files too.
    charge.copy(FocusColumn.RESOURCE_ID, line.first(resource, of(layout.nameless())));
    charge.copy(FocusColumn.RESOURCE_NAME, of(layout.resourceName()));
  }

  /** The billing period is the month of the start, in UTC; a day without an end is a whole one. */
  private void writePeriods(NativeRecord line, ChargeWriter charge) {
    charge.copy(FocusColumn.CHARGE_PERIOD_START, at.start());
    charge.copy(FocusColumn.CHARGE_PERIOD_END, at.end());
    OptionalLong micros = TimeReader.micros(line.text(at.start()).getBytes(StandardCharsets.UTF_8));
    if (micros.isEmpty()) {
      return;
    }
    LocalDate day =
        Instant.EPOCH
            .plus(micros.getAsLong(), ChronoUnit.MICROS)
            .atZone(ZoneOffset.UTC)
            .toLocalDate();
    if (at.end() == NativeColumns.NONE) {
      charge.put(FocusColumn.CHARGE_PERIOD_START, first(day));
      charge.put(FocusColumn.CHARGE_PERIOD_END, first(day.plusDays(1)));
    }
    LocalDate month = day.withDayOfMonth(1);
    charge.put(FocusColumn.BILLING_PERIOD_START, first(month));
    charge.put(FocusColumn.BILLING_PERIOD_END, first(month.plusMonths(1)));
  }

  private static Instant first(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

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

  private void writeUsage(NativeRecord line, ChargeWriter charge, BigDecimal amount) {
    charge.put(FocusColumn.CHARGE_CATEGORY, amount.signum() < 0 ? "Adjustment" : "Usage");
    charge.put(FocusColumn.PRICING_CATEGORY, pricing(line.text(at.plan())));
    if (line.has(at.quantity())) {
      String unit =
          layout.unit().isEmpty() ? layout.fixedUnit() : HourUnits.of(line.text(at.unit()));
      charge.copy(FocusColumn.PRICING_QUANTITY, at.quantity());
      charge.put(FocusColumn.PRICING_UNIT, unit);
      charge.copy(FocusColumn.CONSUMED_QUANTITY, at.quantity());
      charge.put(FocusColumn.CONSUMED_UNIT, unit);
      DeviceFacts.ofUnit(charge, unit, line.text(at.sku()), line.text(of(layout.description())));
    }
    writeCosts(charge, amount);
    line.fact(at.unitPrice())
        .filter(price -> price.signum() >= 0)
        .ifPresent(price -> charge.product(FocusColumn.CONTRACTED_UNIT_PRICE, price));
  }

  private static void writeCosts(ChargeWriter charge, BigDecimal cost) {
    charge.product(FocusColumn.BILLED_COST, cost);
    charge.product(FocusColumn.EFFECTIVE_COST, cost);
    charge.product(FocusColumn.CONTRACTED_COST, cost);
  }

  /** On which terms, in the words of FOCUS. */
  static String pricing(String plan) {
    return switch (plan.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "")) {
      case "", "ondemand", "standard" -> "Standard";
      case "spot", "preemptible", "dynamic" -> "Dynamic";
      case "reserved", "reservation", "committed" -> "Committed";
      default -> "Other";
    };
  }
}
