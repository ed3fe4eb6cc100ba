package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.query.BridgeBehind;
import io.gpuledger.dashboard.query.BridgeQuery;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.dashboard.query.TooManyInvoicesException;
import io.gpuledger.dashboard.query.UtilizationQuery;
import io.gpuledger.dashboard.report.BridgeReport;
import io.gpuledger.dashboard.report.ChargebackReport;
import io.gpuledger.dashboard.report.ReportRefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The API's questions over the ledger's tables; each resolves one snapshot first. */
public final class SqlLedgerQueries implements LedgerQueries {
  private static final String CHARGEBACK = "chargeback";
  private static final String BRIDGE = "bridge";

  private final LedgerReader reader;
  private final CommitmentReports commitments;

  public SqlLedgerQueries(LedgerReader reader) {
    this.reader = reader;
    this.commitments = new CommitmentReports(reader);
  }

  @Override
  public Object costs(CostsRequest request, AccessScope scope) {
    CostQuery query =
        new CostQuery(
            request.range(),
            request.groupBy(),
            granularity(request.granularity()),
            metric(request.metric()),
            request.periodBasis() == PeriodBasis.INVOICE,
            new CostQuery.Parts(
                request.includeCredits(), request.includeTax(), request.includeSupport()),
            request.filter(),
            request.currency(),
            request.limit());
    refuse(query.faults());
    return reader.costs(query, reader.snapshot(request.asOf()), scope);
  }

  @Override
  public Object utilization(UtilizationRequest request, AccessScope scope) {
    UtilizationQuery query =
        new UtilizationQuery(
            request.range(),
            request.groupBy(),
            granularity(request.granularity()),
            request.filter());
    refuse(query.faults());
    return reader.utilization(query, reader.snapshot(request.asOf()), scope);
  }

  @Override
  public Object gpus(Filter filter, Page page, AccessScope scope) {
    return reader.gpus(filter, page.limit(), page.offset(), scope);
  }

  @Override
  public Optional<Object> timeline(String deviceId, TimeRange range, AccessScope scope) {
    return reader.timeline(deviceId, range, reader.snapshot(Optional.empty()), scope);
  }

  @Override
  public Object status(Optional<Instant> asOf, AccessScope scope) {
    return reader.status(reader.snapshot(asOf), scope);
  }

  @Override
  public Optional<Object> report(ReportRequest request, AccessScope scope) {
    return switch (request.kind()) {
      case CHARGEBACK -> Optional.of(chargeback(request, scope));
      case BRIDGE -> {
        checkBridge(request, scope);
        yield Optional.of(
            bounded(() -> reader.bridgeView(bridge(request), reader.snapshot(request.asOf()))));
      }
      default -> commitments.view(request, scope);
    };
  }

  @Override
  public Optional<ReportFile> reportFile(ReportRequest request, AccessScope scope) {
    byte[] csv;
    switch (request.kind()) {
      case CHARGEBACK -> csv = chargeback(request, scope).toCsv();
      case BRIDGE -> csv = bridgeCsv(request, scope);
      default -> {
        Optional<byte[]> found = commitments.csv(request, scope);
        if (found.isEmpty()) {
          return Optional.empty();
        }
        csv = found.get();
      }
    }
    return Optional.of(
        new ReportFile(
            "text/csv; charset=utf-8", request.kind() + "-" + request.period() + ".csv", csv));
  }

  private byte[] bridgeCsv(ReportRequest request, AccessScope scope) {
    checkBridge(request, scope);
    Snapshot snapshot = reader.snapshot(request.asOf());
    return bounded(
        () ->
            BridgeReport.toCsv(
                request.period(),
                reader.bridge(bridge(request), snapshot),
                reader.invoices(request.period(), Optional.empty(), snapshot),
                LedgerReader.fields(snapshot)));
  }

  /** An invoice belongs to no team, so the report cannot be confined to some. */
  private static void checkBridge(ReportRequest request, AccessScope scope) {
    if (!scope.allTeams()) {
      throw new ApiException(
          ErrorCode.NOT_ALLOWED, "The bridge is of the whole organisation; a lead may not see it.");
    }
    if (!request.filter().equals(Filter.everything())) {
      refuse(List.of("the bridge takes no filter; GET /api/v1/bridge takes source and account"));
    }
  }

  private static BridgeQuery bridge(ReportRequest request) {
    return new BridgeQuery(request.period(), false, Optional.empty(), Optional.empty());
  }

  @Override
  public Object invoices(InvoicesRequest request) {
    return bounded(
        () ->
            reader.invoicesView(
                request.period(), request.source(), reader.snapshot(request.asOf())));
  }

  @Override
  public Object commitments(CommitmentsRequest request) {
    return reader.commitmentsView(request.period(), reader.snapshot(request.asOf()));
  }

  @Override
  public Object bridge(BridgeRequest request) {
    return bounded(() -> reader.bridgeView(query(request), reader.snapshot(request.asOf())));
  }

  @Override
  public Object bridgeCharges(BridgeChargesRequest request) {
    return reader.bridgeCharges(
        query(request.of()),
        new BridgeBehind(
            request.line(),
            request.currency(),
            request.invoice(),
            request.page().limit(),
            request.page().offset()),
        reader.snapshot(request.of().asOf()));
  }

  private static BridgeQuery query(BridgeRequest request) {
    return new BridgeQuery(
        request.period(),
        request.basis() == PeriodBasis.INVOICE,
        request.source(),
        request.account());
  }

  private static <T> T bounded(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (TooManyInvoicesException e) {
      throw new ApiException(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  private ChargebackReport chargeback(ReportRequest request, AccessScope scope) {
    Snapshot snapshot = reader.snapshot(request.asOf());
    try {
      return ChargebackReport.of(
          request.period(),
          request.metric().name().toLowerCase(Locale.ROOT),
          reader.chargeback(request.period(), request.filter(), scope, snapshot),
          LedgerReader.fields(snapshot));
    } catch (ReportRefusedException e) {
      throw new ApiException(
          e.isPassing() ? ErrorCode.NOT_AVAILABLE : ErrorCode.CONFLICT,
          String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Object deliveries(DeliveriesRequest request) {
    return reader.deliveries(
        request.source(),
        request.page().limit(),
        request.page().offset(),
        reader.snapshot(request.asOf()));
  }

  @Override
  public Object rejects(RejectsRequest request) {
    return reader.rejects(
        request.source(), request.deliveryId(), request.page().limit(), request.page().offset());
  }

  @Override
  public Object sources() {
    return reader.sources(reader.snapshot(Optional.empty()));
  }

  @Override
  public Object reconciliation(TimeRange range, Optional<Instant> asOf) {
    return reader.reconciliation(range, reader.snapshot(asOf));
  }

  @Override
  public Optional<Object> trace(String deliveryId, long rowNo, Optional<Instant> asOf) {
    return reader.trace(deliveryId, rowNo, reader.snapshot(asOf));
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

  private static CostQuery.Granularity granularity(Granularity granularity) {
    return switch (granularity) {
      case NONE -> CostQuery.Granularity.NONE;
      case HOUR -> CostQuery.Granularity.HOUR;
      case DAY -> CostQuery.Granularity.DAY;
      case WEEK -> CostQuery.Granularity.WEEK;
      case MONTH -> CostQuery.Granularity.MONTH;
    };
  }

  private static CostQuery.Metric metric(Metric metric) {
    return switch (metric) {
      case EFFECTIVE -> CostQuery.Metric.EFFECTIVE;
      case BILLED -> CostQuery.Metric.BILLED;
      case LIST -> CostQuery.Metric.LIST;
      case CONTRACTED -> CostQuery.Metric.CONTRACTED;
    };
  }
}
