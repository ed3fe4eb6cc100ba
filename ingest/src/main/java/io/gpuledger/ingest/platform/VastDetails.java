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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Charges of Vast.ai by contract, and the lines of its invoices. */
final class VastDetails implements Details {
  /** {@code Instance 123 GPU charge: hours * $/hr}. */
  private static final Pattern LINE =
      Pattern.compile("(?i)(?:instance|volume)\\s+\\S+\\s+(.{1,60}?)\\s+charge\\b(.*)");

  private static final BigDecimal HOUR_MICROS = BigDecimal.valueOf(3_600_000_000L);
  private static final BigDecimal MOST_HOURS = BigDecimal.valueOf(24 * 366);

  private final int type;
  private final int items;
  private final int timestamp;
  private final int quantity;
  private final int rate;
  private final int description;

  VastDetails(NativeColumns columns) {
    type = columns.of("type");
    items = columns.of("items");
    timestamp = columns.of("timestamp");
    quantity = columns.of("quantity");
    rate = columns.of("rate");
    description = columns.of("description");
  }

  /** A line is told when it ended; its hours say when it began. */
  @Override
  public Optional<Period> period(NativeRecord record, ChargeWriter charge) {
    if (timestamp < 0) {
      return Optional.empty();
    }
    Optional<Instant> end = PlatformCharges.time(record, timestamp);
    Optional<BigDecimal> hours = hours(record);
    if (end.isEmpty() || hours.isEmpty()) {
      // A line of no hours is of the moment that it is told at.
      return end.map(at -> new Period(at, at, at.plusSeconds(1)));
    }
    if (hours.get().compareTo(MOST_HOURS) > 0) {
      charge.fault(
          ProblemCode.NOT_ALLOWED_VALUE, quantity, "the line has more than a year's hours");
      return end.map(at -> new Period(at, at, at.plusSeconds(1)));
    }
    long micros =
        hours.get().multiply(HOUR_MICROS).setScale(0, RoundingMode.HALF_EVEN).longValueExact();
    Instant start = end.get().minus(micros, ChronoUnit.MICROS);
    return Optional.of(
        new Period(end.get(), start, micros == 0 ? end.get().plusSeconds(1) : end.get()));
  }

  /** Hours where the line says that its quantity is hours. */
  private Optional<BigDecimal> hours(NativeRecord record) {
    Matcher line = LINE.matcher(record.text(description));
    boolean ofHours = line.matches() && line.group(2).contains("hours");
    return ofHours
        ? record.fact(quantity).filter(told -> told.signum() >= 0)
        : Optional.<BigDecimal>empty();
  }

  /** Payments, payouts and transfers are no costs. */
  @Override
  public boolean bills(NativeRecord record) {
    return timestamp < 0 || !record.has(type) || record.text(type).equals("charge");
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
    Matcher line = LINE.matcher(record.text(description));
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
