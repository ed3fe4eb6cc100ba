package io.gpuledger.ingest.gcp;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import io.gpuledger.ingest.focus.RawFile;
import io.gpuledger.ingest.focus.TimeReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** The periods of a record. Google's month begins and ends at midnight of its Pacific time. */
final class GcpPeriods {
  private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

  private final int month;
  private final int start;
  private final int end;
  private final int[] adjustment;

  GcpPeriods(GcpColumns columns) {
    month = columns.of("invoice.month");
    start = columns.of("usage_start_time");
    end = columns.of("usage_end_time");
    adjustment =
        new int[] {
          columns.of("adjustment_info.id"),
          columns.of("adjustment_info.type"),
          columns.of("adjustment_info.mode"),
          columns.of("adjustment_info.description")
        };
  }

  void write(NativeRecord record, ChargeWriter charge) {
    charge.copy(FocusColumn.CHARGE_PERIOD_START, start);
    charge.copy(FocusColumn.CHARGE_PERIOD_END, end);
    Optional<YearMonth> invoiced = month(record.text(month));
    if (invoiced.isEmpty()) {
      charge.fault(
          record.has(month) ? ProblemCode.NOT_A_TIME : ProblemCode.MISSING_VALUE,
          month,
          record.has(month)
              ? '"' + RawFile.shownName(record.text(month)) + "\" is not a month such as 202610"
              : "the record does not say on which month's invoice it is");
      return;
    }
    charge.put(FocusColumn.BILLING_PERIOD_START, start(invoiced.get()));
    charge.put(FocusColumn.BILLING_PERIOD_END, start(invoiced.get().plusMonths(1)));
    if (record.first(adjustment) >= 0 || isBefore(record, start(invoiced.get()))) {
      charge.put(FocusColumn.CHARGE_CLASS, "Correction");
    }
  }

  private boolean isBefore(NativeRecord record, Instant period) {
    OptionalLong from = TimeReader.micros(record.text(start).getBytes(StandardCharsets.UTF_8));
    return from.isPresent() && from.getAsLong() < ChronoUnit.MICROS.between(Instant.EPOCH, period);
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(PACIFIC).toInstant();
  }

  private static Optional<YearMonth> month(String text) {
    if (!text.matches("20\\d{2}(0[1-9]|1[0-2])")) {
      return Optional.empty();
    }
    return Optional.of(
        YearMonth.of(Integer.parseInt(text.substring(0, 4)), Integer.parseInt(text.substring(4))));
  }
}
