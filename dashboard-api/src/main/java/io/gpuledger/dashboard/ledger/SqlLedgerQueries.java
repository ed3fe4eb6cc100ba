package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.chargeback.ChargebackPolicies;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.document.DocumentTooLargeException;
import io.gpuledger.dashboard.document.Format;
import io.gpuledger.dashboard.document.ReportDocument;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.query.AppliedPolicies;
import io.gpuledger.dashboard.query.BridgeBehind;
import io.gpuledger.dashboard.query.BridgeQuery;
import io.gpuledger.dashboard.query.ChargesQuery;
import io.gpuledger.dashboard.query.ConsumptionView;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.CurrencyRules;
import io.gpuledger.dashboard.query.EnergyQuery;
import io.gpuledger.dashboard.query.Exchange;
import io.gpuledger.dashboard.query.ExportRefusedException;
import io.gpuledger.dashboard.query.FocusExportQuery;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.QuantityQuery;
import io.gpuledger.dashboard.query.QuestionTooLargeException;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.dashboard.query.TooManyInvoicesException;
import io.gpuledger.dashboard.query.UnitCostQuery;
import io.gpuledger.dashboard.query.UtilizationQuery;
import io.gpuledger.dashboard.report.BridgeReport;
import io.gpuledger.dashboard.report.ChargebackDocument;
import io.gpuledger.dashboard.report.ChargebackReport;
import io.gpuledger.dashboard.report.ReportRefusedException;
import io.gpuledger.dashboard.report.VarianceReport;
import java.time.Instant;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The API's questions over the ledger's tables; each resolves one snapshot first. */
public final class SqlLedgerQueries implements LedgerQueries {
  private static final String CHARGEBACK = "chargeback";
  private static final String BRIDGE = "bridge";

  private final LedgerReader reader;
  private final CommitmentReports commitments;
  private final Reconciliations reconciliations;
  private final VarianceReports variances;
  private final Supplier<CurrencyRules> currencies;
  private final StatementCorrections corrections;

  /** Questions over a ledger where nothing converts and nobody disputes. */
  public SqlLedgerQueries(LedgerReader reader) {
    this(reader, () -> CurrencyRules.NONE);
  }

  /** Questions over a ledger where nobody disputes. */
  public SqlLedgerQueries(LedgerReader reader, Supplier<CurrencyRules> currencies) {
    this(reader, currencies, (period, metric, asOf) -> List.of());
  }

  /**
   * Questions over a ledger.
   *
   * @param currencies what amounts convert by now
   * @param corrections what granted disputes change in a statement
   */
  public SqlLedgerQueries(
      LedgerReader reader, Supplier<CurrencyRules> currencies, StatementCorrections corrections) {
    this.reader = reader;
    this.currencies = currencies;
    this.corrections = corrections;
    this.commitments = new CommitmentReports(reader);
    this.reconciliations = new Reconciliations(reader);
    this.variances = new VarianceReports(reader);
  }

  @Override
  public Object costs(CostsRequest request, AccessScope scope) {
    Exchanges exchange = exchange(request.currency(), request.ratePurpose());
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
            exchange.only(),
            request.limit());
    refuse(query.faults());
    Snapshot snapshot = reader.snapshot(request.asOf());
    return exchange.into().isPresent()
        ? reader.costs(query, snapshot, scope, exchange.into().get())
        : reader.costs(query, snapshot, scope);
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
  public Object charges(ChargesRequest request, AccessScope scope) {
    Exchanges exchange = exchange(request.currency(), request.ratePurpose());
    ChargesQuery query =
        new ChargesQuery(
            request.range(),
            metric(request.metric()),
            request.filter(),
            exchange.only(),
            request.page().limit(),
            request.page().offset());
    refuse(query.faults());
    return reader.charges(query, reader.snapshot(request.asOf()), scope, exchange.into());
  }

  @Override
  public Object unitCosts(UnitCostsRequest request, AccessScope scope) {
    Exchanges exchange = exchange(request.currency(), request.ratePurpose());
    UnitCostQuery query =
        new UnitCostQuery(
            request.range(),
            request.groupBy(),
            metric(request.metric()),
            request.filter(),
            exchange.only(),
            request.limit());
    refuse(query.faults());
    return reader.unitCosts(query, reader.snapshot(request.asOf()), scope, exchange.into());
  }

  @Override
  public Object dataMovement(QuantityRequest request, AccessScope scope) {
    QuantityQuery query = quantities(request);
    return bounded(() -> reader.dataMovement(query, reader.snapshot(request.asOf()), scope));
  }

  @Override
  public Object consumption(QuantityRequest request, Counting counting, AccessScope scope) {
    QuantityQuery query = quantities(request);
    ConsumptionView view =
        switch (counting) {
          case TOKENS -> ConsumptionView.TOKENS;
          case VECTORS -> ConsumptionView.VECTORS;
        };
    return bounded(() -> reader.consumption(query, view, reader.snapshot(request.asOf()), scope));
  }

  private static QuantityQuery quantities(QuantityRequest request) {
    QuantityQuery query =
        new QuantityQuery(
            request.range(),
            request.groupBy(),
            metric(request.metric()),
            request.match(),
            request.filter(),
            request.regions(),
            request.limit());
    refuse(query.faults());
    return query;
  }

  @Override
  public Object energy(EnergyRequest request, AccessScope scope) {
    EnergyQuery query =
        new EnergyQuery(
            request.range(),
            request.groupBy(),
            request.filter(),
            request.limit(),
            request.carbon());
    refuse(query.faults());
    return reader.energy(query, reader.snapshot(request.asOf()), scope);
  }

  @Override
  public Object prices(PricesRequest request) {
    return reader.prices(
        request.kind(),
        request.provider(),
        request.search(),
        request.page().limit(),
        request.page().offset(),
        reader.snapshot(request.asOf()));
  }

  @Override
  public Object rates(RatesRequest request) {
    return reader.rates(
        request.range(),
        request.source(),
        request.model(),
        request.page().limit(),
        request.page().offset(),
        reader.snapshot(request.asOf()));
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
    Map<String, Object> status = new LinkedHashMap<>(reader.status(reader.snapshot(asOf), scope));
    status.put("currencies", currencies.get().view());
    return status;
  }

  @Override
  public Optional<Object> report(ReportRequest request, AccessScope scope) {
    return switch (request.kind()) {
      case CHARGEBACK -> Optional.of(chargeback(request, scope));
      case BRIDGE -> {
        checkBridge(request, scope);
        yield Optional.of(
            bridge(
                bridge(request),
                request.period(),
                request.asOf(),
                whole(request.currency(), request.ratePurpose())));
      }
      case Reconciliations.KIND -> Optional.of(reconciliations.view(request, scope));
      default -> commitments.view(request, scope);
    };
  }

  @Override
  public Optional<ReportFile> reportFile(ReportRequest request, AccessScope scope) {
    Format format = Format.of(request.format()).orElse(Format.CSV);
    Optional<ReportDocument> document =
        switch (request.kind()) {
          case CHARGEBACK -> Optional.of(ChargebackDocument.of(chargeback(request, scope)));
          case BRIDGE -> Optional.of(bridgeDocument(request, scope));
          case Reconciliations.KIND -> Optional.of(reconciliations.document(request, scope));
          default -> commitments.document(request, scope);
        };
    return document.map(
        found ->
            new ReportFile(format.contentType(), found.fileName(format), content(found, format)));
  }

  private static byte[] content(ReportDocument document, Format format) {
    try {
      return document.in(format);
    } catch (DocumentTooLargeException e) {
      throw new ApiException(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  private ReportDocument bridgeDocument(ReportRequest request, AccessScope scope) {
    checkBridge(request, scope);
    Snapshot snapshot = reader.snapshot(request.asOf());
    return bounded(
        () ->
            BridgeReport.of(
                request.period(),
                reader.bridge(bridge(request), snapshot),
                reader.invoices(request.period(), Optional.empty(), snapshot),
                LedgerReader.fields(snapshot),
                whole(request.currency(), request.ratePurpose())));
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
    return BridgeQuery.ofMonth(request.period(), false, Optional.empty(), Optional.empty());
  }

  @Override
  public Object invoices(InvoicesRequest request) {
    return bounded(
        () ->
            reader.invoicesView(
                request.period(), request.source(), reader.snapshot(request.asOf())));
  }

  @Override
  public VarianceReport variance(VarianceRequest request, AccessScope scope) {
    return variances.of(
        request,
        metric(request.metric()),
        scope,
        Exchanges.whole(currencies.get(), request.currency(), request.ratePurpose()));
  }

  @Override
  public VarianceReport variance(BudgetVarianceRequest request, AccessScope scope) {
    return variances.of(request, scope);
  }

  @Override
  public Object commitments(CommitmentsRequest request) {
    return reader.commitmentsView(request.period(), reader.snapshot(request.asOf()));
  }

  @Override
  public Object bridge(BridgeRequest request) {
    return bridge(
        query(request),
        request.period(),
        request.asOf(),
        whole(request.currency(), request.ratePurpose()));
  }

  private Object bridge(
      BridgeQuery query, YearMonth period, Optional<Instant> asOf, Optional<Exchange> exchange) {
    Snapshot snapshot = reader.snapshot(asOf);
    return bounded(
        () ->
            exchange.isPresent()
                ? reader.bridgeView(query, period, snapshot, exchange.get())
                : reader.bridgeView(query, snapshot));
  }

  private Optional<Exchange> whole(Optional<String> currency, Optional<RatePurpose> purpose) {
    return currency.isEmpty() && purpose.isEmpty()
        ? Optional.empty()
        : Exchanges.whole(currencies.get(), currency, purpose);
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
    return BridgeQuery.ofMonth(
        request.period(),
        request.basis() == PeriodBasis.INVOICE,
        request.source(),
        request.account());
  }

  @Override
  public Export export(FocusRequest request, AccessScope scope) {
    FocusExportQuery query =
        new FocusExportQuery(request.range(), request.version(), request.source());
    refuse(query.faults());
    try {
      return new LedgerExport(reader.export(query, reader.snapshot(request.asOf()), scope));
    } catch (ExportRefusedException e) {
      throw LedgerExport.refusal(e);
    }
  }

  private static <T> T bounded(Supplier<T> answer) {
    try {
      return answer.get();
    } catch (TooManyInvoicesException | QuestionTooLargeException e) {
      throw new ApiException(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  private ChargebackReport chargeback(ReportRequest request, AccessScope scope) {
    // A decision on a dispute is known at once, also where nothing was published since.
    Snapshot snapshot = reader.snapshot(request.asOf(), corrections.newest());
    Optional<ChargebackPolicies> preview = request.policy().map(name -> onlyPolicy(name, snapshot));
    // A policy decides on whole months; filtered rows are a view of what it started from.
    Optional<AppliedPolicies> now =
        request.filter().equals(Filter.everything())
            ? Optional.of(statement(request, reader.chargebackPolicies(snapshot), snapshot))
            : Optional.empty();
    try {
      return ChargebackReport.of(
          request.period(),
          request.metric().name().toLowerCase(Locale.ROOT),
          reader.chargeback(request.period(), request.filter(), scope, snapshot),
          now.isPresent() && preview.isPresent()
              ? Optional.of(statement(request, preview.get(), snapshot))
              : now,
          preview.isPresent() ? now : Optional.empty(),
          scope,
          LedgerReader.fields(snapshot),
          whole(request.currency(), request.ratePurpose()));
    } catch (ReportRefusedException e) {
      throw new ApiException(
          e.isPassing() ? ErrorCode.NOT_AVAILABLE : ErrorCode.CONFLICT,
          String.valueOf(e.getMessage()));
    }
  }

  private AppliedPolicies statement(
      ReportRequest request, ChargebackPolicies policies, Snapshot snapshot) {
    return bounded(
        () ->
            reader
                .statement(request.period(), metric(request.metric()), policies, snapshot)
                .with(
                    corrections.of(
                        request.period(),
                        request.metric().name().toLowerCase(Locale.ROOT),
                        // What the answer echoes: asked again as of that instant, it is the same.
                        snapshot.asOf())));
  }

  /** A policy of then; or one of now, whose effect on then is asked. */
  private ChargebackPolicies onlyPolicy(String name, Snapshot snapshot) {
    if (name.equals(ChargebackPolicy.AS_ALLOCATED.name())) {
      return ChargebackPolicies.NONE;
    }
    return reader
        .chargebackPolicies(snapshot)
        .named(name)
        .or(() -> reader.chargebackPolicies().named(name))
        .map(ChargebackPolicies::only)
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "policy: there is no chargeback policy \"" + name + "\""));
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
  public Object ownership(TimeRange range, Metric metric, Optional<Instant> asOf) {
    refuse(CostQuery.dayFaults(range));
    return reader.ownership(range, metric(metric), reader.snapshot(asOf));
  }

  @Override
  public Object reconciliation(TimeRange range, Optional<Instant> asOf) {
    return reader.reconciliation(range, reader.snapshot(asOf));
  }

  @Override
  public Object reconciled(ReconcileRequest request) {
    return reconciliations.view(request);
  }

  @Override
  public Optional<Object> trace(String deliveryId, long rowNo, Optional<Instant> asOf) {
    return reader.trace(deliveryId, rowNo, reader.snapshot(asOf));
  }

  private Exchanges exchange(Optional<String> currency, Optional<RatePurpose> purpose) {
    // Most questions name no currency; they need no rates.
    return currency.isEmpty() && purpose.isEmpty()
        ? new Exchanges(currency, Optional.empty())
        : Exchanges.of(currencies.get(), currency, purpose);
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
