package io.gpuledger.dashboard.report;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.reconcile.Finding;
import io.gpuledger.cost.reconcile.HourPart;
import io.gpuledger.cost.reconcile.MoneyPart;
import io.gpuledger.cost.reconcile.ReconciledTotal;
import io.gpuledger.dashboard.query.ReconcileFigures;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was billed beside what was seen, by invoice, SKU and day, for a spreadsheet. */
public final class ReconciliationReport {
  private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

  /** Nanoseconds in hours, to the last digit that fits. */
  private static final int DIGITS = 15;

  private ReconciliationReport() {}

  /** The report as CSV: rows, totals by currency, findings. Amounts in full. */
  public static byte[] toCsv(
      YearMonth period, ReconcileFigures figures, Map<String, Object> snapshot) {
    CsvText csv = new CsvText();
    List<String> head =
        new ArrayList<>(List.of("day", "source", "invoice", "sku", "currency", "billed"));
    for (MoneyPart part : MoneyPart.values()) {
      head.add(part.code());
    }
    head.addAll(
        List.of(
            "billed_gpu_hours", "seen_gpu_hours", "valid_gpu_hours", "paid_minus_valid_gpu_hours"));
    for (HourPart part : HourPart.values()) {
      head.add(part.code() + "_gpu_hours");
    }
    csv.texts(head);
    for (ReconcileFigures.Row row : figures.rows()) {
      Map<String, String> keys = row.group().keys();
      csv.record(
          List.of(
              keys.getOrDefault("day", ""),
              keys.getOrDefault("source", ""),
              keys.getOrDefault("invoice", ""),
              keys.getOrDefault("sku", ""),
              row.group().currency()),
          numbers(row.total()));
    }
    csv.texts(List.of());
    figures
        .totals()
        .forEach(
            (currency, total) ->
                csv.record(List.of("total", "", "", "", currency), numbers(total)));
    csv.texts(List.of());
    csv.texts(List.of("period", period.toString(), "days of usage in UTC; billed cost"));
    csv.texts(
        List.of("rule", "the parts of money sum to billed, the parts of hours to billed hours"));
    csv.texts(List.of("as_of", String.valueOf(snapshot.get("asOf"))));
    for (Finding finding : figures.findings()) {
      csv.record(
          List.of(
              "finding",
              finding.severity().code(),
              finding.part(),
              finding.firstDay() + ".." + finding.lastDay(),
              finding.text(),
              finding.action(),
              finding.key().currency()),
          List.of(hours(finding.nanos()), finding.worth().map(Amount::toString).orElse("")));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> numbers(ReconciledTotal total) {
    List<String> numbers = new ArrayList<>();
    numbers.add(total.billed().toString());
    for (MoneyPart part : MoneyPart.values()) {
      numbers.add(total.money().getOrDefault(part, Amount.ZERO).toString());
    }
    numbers.add(hours(total.paidNanos()));
    numbers.add(hours(total.seenNanos()));
    numbers.add(hours(total.validNanos()));
    numbers.add(hours(total.paidMinusValidNanos()));
    for (HourPart part : HourPart.values()) {
      numbers.add(hours(total.hours().getOrDefault(part, BigInteger.ZERO)));
    }
    return numbers;
  }

  private static String hours(BigInteger nanos) {
    return Amount.of(
            new BigDecimal(nanos).divide(NANOS_PER_HOUR, DIGITS, java.math.RoundingMode.HALF_UP))
        .toString();
  }
}
