package io.gpuledger.ingest.snowflake;

import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.bill.RecordCharges;
import io.gpuledger.ingest.bill.RecordStudy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lines of the rate sheet, which bear no charge. */
final class RateRecords implements RecordStudy, RecordCharges {
  static final List<String> NEEDED =
      List.of("date", "account_locator", "usage_type", "currency", "effective_rate");

  private final SnowflakeSet set;
  private final int date;
  private final int locator;
  private final int usageType;
  private final int serviceType;
  private final int currency;
  private final int rate;

  RateRecords(NativeColumns columns, SnowflakeSet set) {
    this.set = set;
    date = columns.of("date");
    locator = columns.of("account_locator");
    usageType = columns.of("usage_type");
    serviceType = columns.of("service_type");
    currency = columns.of("currency");
    rate = columns.of("effective_rate");
  }

  @Override
  public Map<Integer, String> kept() {
    return Map.of();
  }

  @Override
  public Set<String> added() {
    return Set.of();
  }

  @Override
  public void learn(NativeRecord record) {
    Optional<String> day = SnowflakeLines.day(record, date);
    Optional<BigDecimal> price = record.decimal(rate);
    if (day.isPresent() && price.isPresent()) {
      for (int kind : new int[] {serviceType, usageType}) {
        if (record.has(kind)) {
          set.rate(
              record.number(),
              day.get(),
              record.text(locator),
              record.text(currency),
              record.text(kind),
              price.get());
        }
      }
    }
  }

  @Override
  public void map(NativeRecord record, ChargeWriter charge) {
    if (SnowflakeLines.day(record, date).isEmpty()) {
      charge.fault(ProblemCode.NOT_A_TIME, date, "the day of the rate cannot be read");
    }
    if (!record.has(currency)) {
      charge.fault(ProblemCode.MISSING_VALUE, currency, "the rate has no currency");
    }
    if (!record.has(rate)) {
      charge.fault(ProblemCode.MISSING_VALUE, rate, "the line has no rate");
    } else {
      record.decimal(rate);
    }
  }
}
