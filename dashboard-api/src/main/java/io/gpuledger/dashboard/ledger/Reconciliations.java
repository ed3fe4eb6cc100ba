package io.gpuledger.dashboard.ledger;

import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.LedgerQueries.ReportRequest;
import io.gpuledger.dashboard.http.ReconciliationQueries.ReconcileRequest;
import io.gpuledger.dashboard.query.BridgeQuery;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.ReconcileQuery;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.dashboard.query.TooMuchToReconcileException;
import io.gpuledger.dashboard.report.ReconciliationReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Bills beside telemetry, as answer and as report of kind {@code reconciliation}. */
final class Reconciliations {
  static final String KIND = "reconciliation";

  private static final int EVERY_ROW = Integer.MAX_VALUE;
  private static final int ROWS = 10_000;

  private final LedgerReader reader;

  Reconciliations(LedgerReader reader) {
    this.reader = reader;
  }

  Object view(ReconcileRequest request) {
    ReconcileQuery query =
        new ReconcileQuery(
            request.range(),
            ReconcileQuery.By.valueOf(request.by().toUpperCase(Locale.ROOT)),
            CostQuery.Metric.valueOf(request.metric().name()),
            request.filter(),
            request.limit());
    refuse(query.faults());
    return bounded(() -> reader.reconcileView(query, reader.snapshot(request.asOf())));
  }

  Object view(ReportRequest request, AccessScope scope) {
    ReconcileQuery query = query(request, scope, ROWS);
    return bounded(() -> reader.reconcileView(query, reader.snapshot(request.asOf())));
  }

  byte[] csv(ReportRequest request, AccessScope scope) {
    ReconcileQuery query = query(request, scope, EVERY_ROW);
    Snapshot snapshot = reader.snapshot(request.asOf());
    return bounded(
        () ->
            ReconciliationReport.toCsv(
                request.period(),
                reader.reconcile(query, snapshot),
                LedgerReader.fields(snapshot)));
  }

  /** The report is of billed cost: no other is on an invoice. */
  private static ReconcileQuery query(ReportRequest request, AccessScope scope, int limit) {
    if (!scope.allTeams()) {
      throw new ApiException(
          ErrorCode.NOT_ALLOWED,
          "The reconciliation is of the whole organisation; a lead may not see it.");
    }
    if (request.currency().isPresent()) {
      refuse(List.of("this report is in the currencies of the bills; it does not convert"));
    }
    ReconcileQuery query =
        new ReconcileQuery(
            BridgeQuery.ofMonth(request.period(), false, Optional.empty(), Optional.empty())
                .range(),
            ReconcileQuery.By.LINE,
            CostQuery.Metric.BILLED,
            request.filter(),
            limit);
    refuse(query.faults());
    return query;
  }

  private static void refuse(List<String> faults) {
    if (!faults.isEmpty()) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          faults.get(0),
          faults.stream()
              .map(
                  fault -> new ApiException.Fault(ErrorCode.INVALID_REQUEST.name(), "query", fault))
              .toList());
    }
  }

  private static <T> T bounded(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (TooMuchToReconcileException e) {
      throw new ApiException(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
    }
  }
}
