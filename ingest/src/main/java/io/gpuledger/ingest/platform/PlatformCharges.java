package io.gpuledger.ingest.platform;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.charge.Scope;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.focus.ReadNote;
import io.gpuledger.ingest.focus.TimeReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes charges of the records of one file by a declared form. */
final class PlatformCharges implements RecordCharges {
  /** How much of a record a charge is; absent where it is all of it. */
  static final String PART = "x_CostPart";

  private static final String PAGES = "answer";
  private static final String REMAINDER = "remainder";
  private static final int MAX_PARTS = 15;
  private static final Duration DAY = Duration.ofDays(1);

  private final PlatformForm form;
  private final PlatformFormat.Learned learned;
  private final int part;
  private final Details details;
  private final KeptFields kept;
  private final Map<FocusColumn, int[]> columns = new EnumMap<>(FocusColumn.class);
  private final int[] start;
  private final int[] end;
  private final int[] bucket;
  private final int[] amount;
  private final int[] currency;
  private final int[] more;
  private boolean toldMore;

  PlatformCharges(PlatformForm form, NativeColumns file, PlatformFormat.Learned learned, int part) {
    this.form = form;
    this.learned = learned;
    this.part = part;
    this.details = form.details().apply(file);
    form.columns()
        .forEach((column, names) -> columns.put(column, PlatformForm.fields(file, names)));
    start = PlatformForm.fields(file, form.start());
    end = PlatformForm.fields(file, form.end());
    bucket = PlatformForm.fields(file, form.bucket());
    amount = PlatformForm.fields(file, form.amount());
    currency = PlatformForm.fields(file, form.currency());
    more = PlatformForm.fields(file, form.more());
    kept = new KeptFields(file, takenOver());
  }

  /** The fields of which the first with a value is taken over whole. */
  private List<int[]> takenOver() {
    List<int[]> fields = new ArrayList<>(List.of(currency));
    columns.forEach(
        (column, names) -> {
          if (column != FocusColumn.TAGS) {
            fields.add(names);
          }
        });
    return fields;
  }

  @Override
  public Map<Integer, String> kept() {
    return kept.always();
  }

  @Override
  public Set<String> added() {
    return Stream.concat(kept.alternatives().stream(), Stream.of(PART)).collect(Collectors.toSet());
  }

  /**
   * Learns from a record.
   *
   * @param repeated whether an earlier file has the same content, so that it bills nothing new
   */
  void learn(NativeRecord record, boolean repeated) {
    learned.pages().learn(PAGES, hasMore(record));
    Optional<Instant> from = time(record, start);
    if (from.isPresent()) {
      if (!from.get().truncatedTo(ChronoUnit.DAYS).equals(from.get())) {
        learned.hourly().set(part);
      }
      if (!repeated) {
        details
            .answers(record)
            .forEach(of -> learned.days().learn(record.number(), day(from.get()), of));
      }
    }
  }

  private static String day(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** A page says that more follows by a token of the next one, or by {@code true}. */
  private String hasMore(NativeRecord record) {
    int field = record.first(more);
    return Boolean.toString(field >= 0 && !record.text(field).equals("false"));
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    charge.unidentified();
    Optional<Details.Period> period =
        details.period(record, charge).or(() -> period(record, charge));
    int told = record.first(amount);
    Optional<BigDecimal> all = record.decimal(told).map(NativeRecord::rounded);
    if (told < 0) {
      charge.fault(ProblemCode.MISSING_VALUE, field(amount), "the record says no amount");
    }
    Map<String, BigDecimal> shares = all.map(of -> shares(record, of)).orElse(Map.of());
    charge.control(details.bills(record) ? all.orElse(BigDecimal.ZERO) : BigDecimal.ZERO);
    period.ifPresent(of -> tellMonths(month(of), charge));
    int index = 0;
    for (Map.Entry<String, BigDecimal> share : shares.entrySet()) {
      if (index++ > 0) {
        charge.another();
      }
      writeBase(record, charge, period);
      details.write(record, charge, share.getKey());
      writeCost(record, charge, share.getKey(), share.getValue());
    }
    if (learned.pages().lacks(PAGES, hasMore(record)) && !toldMore) {
      toldMore = true;
      charge.noted(
          ReadNote.Kind.MORE_PAGES,
          "the answer says that more follows and no last page is among the files; fetch the next"
              + " page and import all pages together");
    }
  }

  /** Where a delivery is a month, a record of another one replaces all that is known of that. */
  private void tellMonths(LocalDate month, ChargeWriter charge) {
    Set<LocalDate> months = learned.months();
    if (form.scope() != Scope.Kind.ACCOUNT_MONTH || !months.add(month) || months.size() == 1) {
      return;
    }
    charge.noted(
        ReadNote.Kind.MORE_PAGES,
        "the set has records billed in "
            + months.stream()
                .map(of -> YearMonth.from(of).toString())
                .collect(Collectors.joining(", "))
            + ", and replaces each of these months whole; see that it has all records of each");
  }

  private static LocalDate month(Details.Period period) {
    return period.billed().atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
  }

  private static int field(int[] fields) {
    for (int field : fields) {
      if (field >= 0) {
        return field;
      }
    }
    return 0;
  }

  /** The parts of an amount and what is left of it; the amount alone where it has none. */
  private Map<String, BigDecimal> shares(NativeRecord record, BigDecimal all) {
    Map<String, BigDecimal> parts = details.bills(record) ? details.parts(record) : Map.of();
    if (parts.isEmpty() || parts.size() > MAX_PARTS) {
      return Map.of("", all);
    }
    Map<String, BigDecimal> shares = new LinkedHashMap<>(parts);
    BigDecimal left = parts.values().stream().reduce(all, BigDecimal::subtract);
    if (left.signum() != 0) {
      shares.merge(REMAINDER, left, BigDecimal::add);
    }
    return shares;
  }

  private void writeBase(
      NativeRecord record, ChargeWriter charge, Optional<Details.Period> period) {
    charge.put(FocusColumn.BILLING_ACCOUNT_ID, "account");
    charge.put(FocusColumn.BILLING_CURRENCY, currency(record));
    charge.put(FocusColumn.SERVICE_PROVIDER_NAME, form.provider());
    charge.put(FocusColumn.INVOICE_ISSUER_NAME, form.provider());
    charge.put(FocusColumn.SERVICE_NAME, form.provider());
    charge.put(FocusColumn.CHARGE_FREQUENCY, "Usage-Based");
    form.constants().forEach((column, text) -> charge.put(column, text));
    columns.forEach(
        (column, fields) -> {
          int field = record.first(fields);
          // Free keys that are no object stay under their own name.
          if (column != FocusColumn.TAGS || record.text(field).startsWith("{")) {
            charge.copy(column, field);
          }
        });
    kept.write(record, charge);
    period.ifPresent(
        of -> {
          charge.put(FocusColumn.CHARGE_PERIOD_START, of.start());
          charge.put(FocusColumn.CHARGE_PERIOD_END, of.end());
          LocalDate month = month(of);
          charge.put(FocusColumn.BILLING_PERIOD_START, midnight(month));
          charge.put(FocusColumn.BILLING_PERIOD_END, midnight(month.plusMonths(1)));
        });
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private String currency(NativeRecord record) {
    String told = record.firstText(currency);
    return told.isEmpty() ? "USD" : told;
  }

  private void writeCost(NativeRecord record, ChargeWriter charge, String name, BigDecimal share) {
    boolean bills = details.bills(record);
    BigDecimal cost = bills ? share : BigDecimal.ZERO;
    charge.extra(PART, name);
    if (!name.isEmpty()) {
      charge.put(FocusColumn.SKU_METER, name);
    }
    charge.put(
        FocusColumn.CHARGE_CATEGORY,
        bills && share.signum() >= 0 && !name.equals(REMAINDER) ? "Usage" : "Adjustment");
    charge.put(FocusColumn.BILLED_COST, cost);
    charge.put(FocusColumn.EFFECTIVE_COST, cost);
    charge.put(FocusColumn.CONTRACTED_COST, cost);
  }

  private Optional<Details.Period> period(NativeRecord record, ChargeWriter charge) {
    Optional<Instant> from = time(record, start);
    if (from.isEmpty()) {
      charge.fault(
          ProblemCode.NOT_A_TIME, field(start), "the record says no time that can be read");
      return Optional.empty();
    }
    Optional<Instant> to =
        form.end().isEmpty() ? length(record, charge).map(from.get()::plus) : time(record, end);
    if (to.isEmpty() || !to.get().isAfter(from.get())) {
      if (!form.end().isEmpty()) {
        charge.fault(ProblemCode.NOT_A_TIME, field(end), "the record has no end after its start");
      }
      return Optional.empty();
    }
    return Optional.of(new Details.Period(from.get(), from.get(), to.get()));
  }

  /** How long a bucket is: as the answer says, else an hour where one begins within a day. */
  private Optional<Duration> length(NativeRecord record, ChargeWriter charge) {
    String told = record.firstText(bucket);
    return switch (told) {
      case "" -> Optional.of(learned.hourly().get(part) ? Duration.ofHours(1) : DAY);
      case "hour", "h" -> Optional.of(Duration.ofHours(1));
      case "day", "d" -> Optional.of(DAY);
      default -> {
        charge.fault(
            ProblemCode.NOT_ALLOWED_VALUE,
            record.first(bucket),
            "buckets are of a " + told + "; ask for hours or days, which replace themselves");
        yield Optional.empty();
      }
    };
  }

  /** The instant in the first of the cells that has a value. */
  static Optional<Instant> time(NativeRecord record, int... fields) {
    OptionalLong micros =
        TimeReader.micros(record.firstText(fields).getBytes(StandardCharsets.UTF_8));
    return micros.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.EPOCH.plus(micros.getAsLong(), ChronoUnit.MICROS));
  }
}
