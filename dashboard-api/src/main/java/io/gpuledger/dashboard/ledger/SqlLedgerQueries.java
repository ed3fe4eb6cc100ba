package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.dashboard.query.UtilizationQuery;
import io.gpuledger.dashboard.report.ChargebackReport;
import io.gpuledger.dashboard.report.ReportRefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The API's questions over the ledger's tables; each resolves one snapshot first. */
public final class SqlLedgerQueries implements LedgerQueries {
  private static final String CHARGEBACK = "chargeback";

  private final LedgerReader reader;

  public SqlLedgerQueries(LedgerReader reader) {
    this.reader = reader;
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
    return request.kind().equals(CHARGEBACK)
        ? Optional.of(chargeback(request, scope))
        : Optional.empty();
  }

  @Override
  public Optional<ReportFile> reportFile(ReportRequest request, AccessScope scope) {
    if (!request.kind().equals(CHARGEBACK)) {
      return Optional.empty();
    }
    return Optional.of(
        new ReportFile(
            "text/csv; charset=utf-8",
            "chargeback-" + request.period() + ".csv",
            chargeback(request, scope).toCsv()));
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
