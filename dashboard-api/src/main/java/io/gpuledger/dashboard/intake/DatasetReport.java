package io.gpuledger.dashboard.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.invoice.InvoiceLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.ingest.focus.DatasetContent;
import io.gpuledger.streaming.dataset.DatasetDraft;
import io.gpuledger.streaming.dataset.DatasetLoad;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a load did.
 *
 * @param load as it is in force
 * @param billingPeriods of its invoices, each once; empty for other datasets
 * @param payable what its lines ask to be paid, by currency; empty for other datasets than invoices
 * @param rejects refused rows, all of them
 * @param unchanged whether the same was in force already, so that nothing was stored
 * @param recordedAt when it was published; absent where it is unchanged
 */
public record DatasetReport(
    DatasetLoad load,
    List<TimeRange> billingPeriods,
    Map<String, Amount> payable,
    List<Problem> rejects,
    boolean unchanged,
    Optional<Instant> recordedAt) {
  /** Most refused rows that a report lists; all stand in table {@code rejects}. */
  private static final int REJECTS_LISTED = 1_000;

  /** Most billing periods that a report lists. */
  private static final int BILLING_PERIODS_LISTED = 1_000;

  public DatasetReport {
    billingPeriods = List.copyOf(billingPeriods);
    payable = Map.copyOf(payable);
    rejects = List.copyOf(rejects);
  }

  static DatasetReport of(
      DatasetDraft draft, List<DatasetContent.Refused> refused, Optional<Instant> recordedAt) {
    Map<String, Amount> payable = new TreeMap<>();
    draft.rows().stream()
        .filter(InvoiceLine.class::isInstance)
        .map(InvoiceLine.class::cast)
        .forEach(line -> payable.merge(line.key().currency(), line.payable(), Amount::plus));
    return new DatasetReport(
        draft.load(),
        draft.rows().stream()
            .filter(InvoiceLine.class::isInstance)
            .map(row -> ((InvoiceLine) row).billingPeriod())
            .distinct()
            .sorted(Comparator.comparing(TimeRange::start).thenComparing(TimeRange::end))
            .limit(BILLING_PERIODS_LISTED)
            .toList(),
        payable,
        refused.stream().map(DatasetContent.Refused::problem).toList(),
        recordedAt.isEmpty(),
        recordedAt);
  }

  /** Adds what it did to the document of an import. */
  public void addTo(ObjectNode report) {
    ObjectNode json =
        report
            .withArray("datasets")
            .addObject()
            .put("dataset", load.dataset().table())
            .put("loadId", load.loadId())
            .put("source", load.source())
            .put("focusVersion", load.focusVersion());
    DatasetLoad.Counts counts = load.counts();
    json.put("rowsRead", counts.accepted() + counts.rejected())
        .put("rowsAccepted", counts.accepted())
        .put("rowsRejected", counts.rejected())
        .put("rowsDuplicate", counts.duplicate());
    if (!billingPeriods.isEmpty()) {
      ArrayNode periods = json.putArray("billingPeriods");
      billingPeriods.forEach(
          period ->
              periods
                  .addObject()
                  .put("start", period.start().toString())
                  .put("end", period.end().toString()));
    }
    ObjectNode sums = json.putObject("payable");
    new TreeMap<>(payable).forEach((currency, sum) -> sums.put(currency, sum.toString()));
    json.put("visible", true).put("unchanged", unchanged);
    json.put("recordedAt", recordedAt.map(Instant::toString).orElse(null));
    ArrayNode listed = report.withArray("rejects");
    for (Problem problem : rejects.subList(0, Math.min(rejects.size(), REJECTS_LISTED))) {
      listed
          .addObject()
          .put("file", problem.location().input())
          .put("line", problem.location().line())
          .put("column", problem.location().column())
          .put("field", problem.field())
          .put("code", problem.code().name())
          .put("message", problem.message());
    }
    report.put("rejectsTotal", report.path("rejectsTotal").asLong() + rejects.size());
    report.put(
        "anythingVisible", report.path("anythingVisible").asBoolean() || counts.accepted() > 0);
  }
}
