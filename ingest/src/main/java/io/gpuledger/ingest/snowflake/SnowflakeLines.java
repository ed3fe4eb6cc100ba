package io.gpuledger.ingest.snowflake;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.focus.TimeReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the charges of all views of Snowflake share. */
final class SnowflakeLines {
  /** {@code true} on a line of the currency view whose money its metering records bear. */
  private static final String DIVIDED = "x_Divided";

  static final String CREDITS = "Credits";

  static final Set<String> ADDED = Set.of(DIVIDED);

  private static final String SNOWFLAKE = "Snowflake";
  private static final long DAY_MICROS = 86_400_000_000L;

  private final int date;

  /**
   * Lines of one file.
   *
   * @param date position of the column that says on which day the usage was
   */
  SnowflakeLines(int date) {
    this.date = date;
  }

  /** The UTC day of a cell; empty where it says none. */
  static Optional<String> day(NativeRecord record, int field) {
    return date(record, field).map(LocalDate::toString);
  }

  private static Optional<LocalDate> date(NativeRecord record, int field) {
    OptionalLong micros = TimeReader.micros(record.text(field).getBytes(StandardCharsets.UTF_8));
    return micros.isEmpty()
        ? Optional.empty()
        : Optional.of(LocalDate.ofEpochDay(Math.floorDiv(micros.getAsLong(), DAY_MICROS)));
  }

  void writeParty(ChargeWriter charge, SnowflakeSet.Party party, String service) {
    charge.put(
        FocusColumn.BILLING_ACCOUNT_ID,
        party.organization().isEmpty() ? party.contract() : party.organization());
    charge.put(FocusColumn.SUB_ACCOUNT_ID, party.locator());
    charge.put(FocusColumn.SUB_ACCOUNT_NAME, party.account());
    charge.put(FocusColumn.SUB_ACCOUNT_TYPE, "Account");
    charge.put(FocusColumn.BILLING_CURRENCY, party.currency());
    charge.put(FocusColumn.REGION_ID, party.region());
    charge.put(FocusColumn.SERVICE_NAME, SNOWFLAKE);
    charge.put(FocusColumn.SERVICE_PROVIDER_NAME, SNOWFLAKE);
    charge.put(FocusColumn.INVOICE_ISSUER_NAME, SNOWFLAKE);
    charge.put(FocusColumn.HOST_PROVIDER_NAME, host(party.region()));
    Services.Kind kind = Services.kind(service);
    charge.put(FocusColumn.SERVICE_CATEGORY, kind.category());
    charge.put(FocusColumn.SERVICE_SUBCATEGORY, kind.subcategory());
    charge.put(FocusColumn.SKU_METER, service);
    charge.put(FocusColumn.SKU_ID, String.join("/", party.level(), party.region(), service));
  }

  /** Regions are named after the cloud that they run on: {@code AWS_US_EAST_1}. */
  private static String host(String region) {
    return region.startsWith("AWS_")
        ? "AWS"
        : region.startsWith("AZURE_")
            ? "Microsoft"
            : region.startsWith("GCP_") ? "Google Cloud" : "";
  }

  /** The day as charge period, its month as billing period. */
  void writeDay(NativeRecord record, ChargeWriter charge) {
    Optional<LocalDate> day = writeMonth(record, charge);
    if (day.isPresent()) {
      put(charge, FocusColumn.CHARGE_PERIOD_START, day.get());
      put(charge, FocusColumn.CHARGE_PERIOD_END, day.get().plusDays(1));
    }
  }

  /** The month of the day as billing period. */
  Optional<LocalDate> writeMonth(NativeRecord record, ChargeWriter charge) {
    Optional<LocalDate> day = date(record, date);
    if (day.isEmpty()) {
      charge.fault(ProblemCode.NOT_A_TIME, date, "the day of the usage cannot be read");
      return day;
    }
    LocalDate month = day.get().withDayOfMonth(1);
    put(charge, FocusColumn.BILLING_PERIOD_START, month);
    put(charge, FocusColumn.BILLING_PERIOD_END, month.plusMonths(1));
    return day;
  }

  private static void put(ChargeWriter charge, FocusColumn column, LocalDate day) {
    charge.put(column, day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  /** A line whose money stands on its metering records. */
  void writeDivided(ChargeWriter charge) {
    charge.put(FocusColumn.BILLED_COST, "0");
    charge.put(FocusColumn.EFFECTIVE_COST, "0");
    charge.put(FocusColumn.CONTRACTED_COST, "0");
    charge.extra(DIVIDED, "true");
  }
}
