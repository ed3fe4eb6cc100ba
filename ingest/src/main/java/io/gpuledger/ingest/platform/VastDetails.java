package io.gpuledger.ingest.platform;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Charges of Vast.ai by contract, and the lines of its invoices. */
final class VastDetails implements Details {
  /** {@code Instance 123 GPU charge: hours * $/hr}. */
  private static final Pattern LINE =
      Pattern.compile("(?i)(?:instance|volume)\\s++\\S++\\s++(.{1,60}?)\\s+charge\\b(.*)");

  /** Longest text that is looked into; a longer one is none that Vast.ai writes. */
  private static final int MAX_LINE = 500;

  private static final String BILLED = "charge";

  /** Money that moves and pays for nothing. */
  private static final Set<String> UNBILLED = Set.of("payment", "payout", "transfer");

  private static final BigDecimal HOUR_MICROS = BigDecimal.valueOf(3_600_000_000L);
  private static final BigDecimal MOST_HOURS = BigDecimal.valueOf(24 * 366);

  private final int type;
  private final int items;
  private final int timestamp;
  private final int start;
  private final int end;
  private final int quantity;
  private final int rate;
  private final int description;

  VastDetails(NativeColumns columns) {
    type = columns.of("type");
    items = columns.of("items");
    timestamp = columns.of("timestamp");
    start = columns.of("start");
    end = columns.of("end");
    quantity = columns.of("quantity");
    rate = columns.of("rate");
    description = columns.of("description");
  }

  /** A line is told when it ended; its hours say when it began. */
  @Override
  public Optional<Period> period(NativeRecord record, ChargeWriter charge) {
    if (timestamp < 0) {
      return chargePeriod(record);
    }
    Optional<Instant> told = PlatformCharges.time(record, timestamp);
    Optional<BigDecimal> hours = hours(record);
    if (told.isEmpty() || hours.isEmpty()) {
      // A line of no hours is of the moment that it is told at.
      return told.map(at -> new Period(at, at, at.plusSeconds(1)));
    }
    if (hours.get().compareTo(MOST_HOURS) > 0) {
      charge.fault(
          ProblemCode.NOT_ALLOWED_VALUE, quantity, "the line has more than a year's hours");
      return told.map(at -> new Period(at, at, at.plusSeconds(1)));
    }
    long micros =
        hours.get().multiply(HOUR_MICROS).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    Instant from = told.get().minus(micros, ChronoUnit.MICROS);
    return Optional.of(
        new Period(told.get(), from, micros == 0 ? told.get().plusSeconds(1) : told.get()));
  }

  /**
   * A charge is billed when it ends, as lines of invoices are; one that ends at midnight before.
   */
  private Optional<Period> chargePeriod(NativeRecord record) {
    Optional<Instant> from = PlatformCharges.time(record, start);
    Optional<Instant> to = PlatformCharges.time(record, end);
    return from.isEmpty() || to.isEmpty() || !to.get().isAfter(from.get())
        ? Optional.empty()
        : Optional.of(new Period(to.get().minus(1, ChronoUnit.MICROS), from.get(), to.get()));
  }

  /** Hours where the line says that its quantity is hours. */
  private Optional<BigDecimal> hours(NativeRecord record) {
    Matcher line = line(record);
    boolean ofHours = line.matches() && line.group(2).contains("hours");
    return ofHours
        ? record.fact(quantity).filter(told -> told.signum() >= 0)
        : Optional.<BigDecimal>empty();
  }

  private Matcher line(NativeRecord record) {
    String text = record.text(description);
    return LINE.matcher(text.length() > MAX_LINE ? "" : text);
  }

  /** Payments, payouts and transfers are no costs. */
  @Override
  public boolean bills(NativeRecord record) {
    return timestamp < 0 || !UNBILLED.contains(word(record));
  }

  private String word(NativeRecord record) {
    return record.text(type).strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public Map<String, BigDecimal> parts(NativeRecord record) {
    return JsonParts.ofArray(record.text(items), "type", "amount");
  }

  @Override
  public void write(NativeRecord record, ChargeWriter charge, String part) {
    if (timestamp < 0) {
      return;
    }
    if (bills(record) && record.has(type) && !word(record).equals(BILLED)) {
      charge.fault(
          ProblemCode.NOT_ALLOWED_VALUE,
          type,
          "the line is no charge, payment, payout or transfer, so whether it bills is not known");
    }
    Matcher line = line(record);
    if (line.matches()) {
      charge.put(FocusColumn.SKU_METER, line.group(1));
    }
    if (record.has(quantity) && record.fact(quantity).isEmpty()) {
      charge.fault(ProblemCode.NOT_A_DECIMAL, quantity, "the cell holds no number");
    }
    hours(record)
        .filter(of -> bills(record))
        .ifPresent(
            of -> {
              charge.put(FocusColumn.CONSUMED_QUANTITY, of);
              charge.put(FocusColumn.CONSUMED_UNIT, "Hours");
              charge.put(FocusColumn.PRICING_QUANTITY, of);
              charge.put(FocusColumn.PRICING_UNIT, "Hours");
              charge.copy(FocusColumn.CONTRACTED_UNIT_PRICE, rate);
            });
  }
}
