package io.gpuledger.dashboard.intake;

import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceLine;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.ingest.focus.DatasetContent;
import io.gpuledger.streaming.dataset.DatasetDraft.RefusedLines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which invoices have lines that could not be read, and of which billing periods. */
final class RefusedInvoices {
  private static final Comparator<TimeRange> BY_TIME =
      Comparator.comparing(TimeRange::start).thenComparing(TimeRange::end);

  /** Most billing periods that a line without a readable one counts for. */
  private static final int PERIODS_LIMIT = 12;

  private RefusedInvoices() {}

  /**
   * Each invoice of a load's refused lines once a billing period, in a stable order. A line that
   * names its invoice and no readable period counts for those that the invoice's other lines state,
   * or else for every one that the load states: it may be of any of them. Where those are more than
   * {@link #PERIODS_LIMIT}, or none, its period is not known.
   */
  static List<RefusedLines> of(DatasetContent content) {
    if (content.dataset() != Dataset.INVOICES) {
      return List.of();
    }
    Map<InvoiceKey, TreeSet<TimeRange>> refused = new TreeMap<>();
    Map<InvoiceKey, TreeSet<TimeRange>> stated = new TreeMap<>();
    TreeSet<TimeRange> all = new TreeSet<>(BY_TIME);
    for (DatasetRow row : content.rows()) {
      if (row instanceof InvoiceLine line) {
        stated
            .computeIfAbsent(line.key(), none -> new TreeSet<>(BY_TIME))
            .add(line.billingPeriod());
        all.add(line.billingPeriod());
      }
    }
    for (DatasetContent.Refused each : content.refused()) {
      key(each.subject())
          .ifPresent(
              key -> {
                TreeSet<TimeRange> periods =
                    refused.computeIfAbsent(key, none -> new TreeSet<>(BY_TIME));
                each.billingPeriod().ifPresent(periods::add);
              });
      each.billingPeriod().ifPresent(all::add);
    }
    List<RefusedLines> lines = new ArrayList<>();
    refused.forEach(
        (key, own) -> {
          TreeSet<TimeRange> periods = own;
          if (periods.isEmpty() && stated.getOrDefault(key, all).size() <= PERIODS_LIMIT) {
            periods = stated.getOrDefault(key, all);
          }
          periods.forEach(period -> lines.add(new RefusedLines(key, Optional.of(period))));
          if (periods.isEmpty()) {
            lines.add(new RefusedLines(key, Optional.empty()));
          }
        });
    return lines;
  }

  private static Optional<InvoiceKey> key(String subject) {
    String[] parts = subject.split("\n", -1);
    return parts.length == 3
        ? Optional.of(new InvoiceKey(parts[0], parts[1], parts[2]))
        : Optional.empty();
  }
}
