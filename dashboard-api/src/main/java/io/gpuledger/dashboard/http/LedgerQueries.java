package io.gpuledger.dashboard.http;

import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/**
 * What the API asks of the query layer. Each answer is an object that is written as JSON, out of
 * one snapshot. A method without an access scope is called for roles that see every team only.
 */
public interface LedgerQueries
    extends InvoiceQueries,
        CommitmentQueries,
        ExportQueries,
        UnitQueries,
        ReconciliationQueries,
        VarianceQueries,
        PriceQueries {
  /** Steps of time in an answer. */
  enum Granularity {
    NONE,
    HOUR,
    DAY,
    WEEK,
    MONTH
  }

  /** Which of the four costs. */
  enum Metric {
    EFFECTIVE,
    BILLED,
    LIST,
    CONTRACTED
  }

  /** Which period decides where a charge counts. */
  enum PeriodBasis {
    USAGE,
    INVOICE
  }

  /** {@code GET /costs}. */
  record CostsRequest(
      TimeRange range,
      List<GroupKey> groupBy,
      Granularity granularity,
      Metric metric,
      PeriodBasis periodBasis,
      boolean includeCredits,
      boolean includeTax,
      boolean includeSupport,
      Filter filter,
      Optional<Instant> asOf,
      Optional<String> currency,
      int limit,
      Optional<RatePurpose> ratePurpose) {
    public CostsRequest {
      groupBy = List.copyOf(groupBy);
    }

    /** With rates of the configured purpose. */
    public CostsRequest(
        TimeRange range,
        List<GroupKey> groupBy,
        Granularity granularity,
        Metric metric,
        PeriodBasis periodBasis,
        boolean includeCredits,
        boolean includeTax,
        boolean includeSupport,
        Filter filter,
        Optional<Instant> asOf,
        Optional<String> currency,
        int limit) {
      this(
          range,
          groupBy,
          granularity,
          metric,
          periodBasis,
          includeCredits,
          includeTax,
          includeSupport,
          filter,
          asOf,
          currency,
          limit,
          Optional.empty());
    }
  }

  /** {@code GET /utilization}. */
  record UtilizationRequest(
      TimeRange range,
      List<GroupKey> groupBy,
      Granularity granularity,
      Filter filter,
      Optional<Instant> asOf) {
    public UtilizationRequest {
      groupBy = List.copyOf(groupBy);
    }
  }

  /** {@code GET /unit-costs}. */
  record UnitCostsRequest(
      TimeRange range,
      List<GroupKey> groupBy,
      Metric metric,
      Filter filter,
      Optional<Instant> asOf,
      Optional<String> currency,
      int limit,
      Optional<RatePurpose> ratePurpose) {
    public UnitCostsRequest {
      groupBy = List.copyOf(groupBy);
    }

    /** With rates of the configured purpose. */
    public UnitCostsRequest(
        TimeRange range,
        List<GroupKey> groupBy,
        Metric metric,
        Filter filter,
        Optional<Instant> asOf,
        Optional<String> currency,
        int limit) {
      this(range, groupBy, metric, filter, asOf, currency, limit, Optional.empty());
    }
  }

  /** {@code GET /charges}. */
  record ChargesRequest(
      TimeRange range,
      Metric metric,
      Filter filter,
      Optional<Instant> asOf,
      Optional<String> currency,
      Page page,
      Optional<RatePurpose> ratePurpose) {
    /** With rates of the configured purpose. */
    public ChargesRequest(
        TimeRange range,
        Metric metric,
        Filter filter,
        Optional<Instant> asOf,
        Optional<String> currency,
        Page page) {
      this(range, metric, filter, asOf, currency, page, Optional.empty());
    }
  }

  /** A page of a list. */
  record Page(int limit, int offset) {}

  /** {@code GET /deliveries}. */
  record DeliveriesRequest(Optional<String> source, Optional<Instant> asOf, Page page) {}

  /** {@code GET /rejects}. */
  record RejectsRequest(Optional<String> source, Optional<String> deliveryId, Page page) {}

  /** {@code GET /reports/{kind}}. Format: {@code json} or a word of a document's forms. */
  record ReportRequest(
      String kind,
      YearMonth period,
      Metric metric,
      Filter filter,
      Optional<Instant> asOf,
      Optional<String> policy,
      String format,
      Optional<String> currency,
      Optional<RatePurpose> ratePurpose) {
    /** In the currencies of the charges. */
    public ReportRequest(
        String kind,
        YearMonth period,
        Metric metric,
        Filter filter,
        Optional<Instant> asOf,
        Optional<String> policy,
        String format) {
      this(kind, period, metric, filter, asOf, policy, format, Optional.empty(), Optional.empty());
    }
  }

  /** A report as a file. It is never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record ReportFile(String contentType, String fileName, byte[] content) {}

  Object costs(CostsRequest request, AccessScope scope);

  Object utilization(UtilizationRequest request, AccessScope scope);

  /** The charges behind a figure, by what the lines in scope bear of them. */
  Object charges(ChargesRequest request, AccessScope scope);

  Object unitCosts(UnitCostsRequest request, AccessScope scope);

  Object gpus(Filter filter, Page page, AccessScope scope);

  /** Empty where there is no such device, or none that the scope may see. */
  Optional<Object> timeline(String deviceId, TimeRange range, AccessScope scope);

  /** Freshness, coverage, refused rows. A scope of teams sees no amounts and no SKUs in it. */
  Object status(Optional<Instant> asOf, AccessScope scope);

  /** The report as JSON; empty where there is no such kind. */
  Optional<Object> report(ReportRequest request, AccessScope scope);

  /** The report as a file; empty where there is no such kind. */
  Optional<ReportFile> reportFile(ReportRequest request, AccessScope scope);

  Object deliveries(DeliveriesRequest request);

  Object rejects(RejectsRequest request);

  Object sources();

  /** Coverage of ownership rules over whole UTC days, and rules for what has no owner. */
  Object ownership(TimeRange range, Metric metric, Optional<Instant> asOf);

  Object reconciliation(TimeRange range, Optional<Instant> asOf);

  /** How a charge was split; empty where there is no such charge. */
  Optional<Object> trace(String deliveryId, long rowNo, Optional<Instant> asOf);
}
