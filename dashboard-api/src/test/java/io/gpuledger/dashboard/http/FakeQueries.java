package io.gpuledger.dashboard.http;

import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.query.ConvertedVariance;
import io.gpuledger.dashboard.query.VarianceFigures;
import io.gpuledger.dashboard.report.VarianceReport;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Figures of two teams, search and vision; every answer obeys its scope as the real ones do. */
final class FakeQueries implements LedgerQueries, BudgetFigures, BudgetFigures.AsKnown {
  static final Map<String, String> SPEND = Map.of("search", "205000.119", "vision", "1313.37");

  volatile CostsRequest lastCosts;

  /** How often somebody asked for the newest snapshot. */
  final AtomicInteger snapshots = new AtomicInteger();

  @Override
  public AsKnown now() {
    snapshots.incrementAndGet();
    return this;
  }

  @Override
  public Map<String, Object> snapshot() {
    return Map.of("asOf", "2026-10-24T08:00:00Z", "run", snapshots.get());
  }

  private static List<Map<String, Object>> rows(AccessScope scope) {
    return SPEND.entrySet().stream()
        .filter(e -> scope.allTeams() || scope.teams().contains(e.getKey()))
        .map(
            e ->
                Map.<String, Object>of(
                    "group", Map.of("team", e.getKey()), "amount", Amount.parse(e.getValue())))
        .toList();
  }

  @Override
  public Object prices(PricesRequest request) {
    return Map.of("rows", List.of(), "search", request.search().orElse(""));
  }

  @Override
  public Object rates(RatesRequest request) {
    return Map.of("rows", List.of());
  }

  @Override
  public Object costs(CostsRequest request, AccessScope scope) {
    lastCosts = request;
    if (request.filter().text().contains("explode")) {
      throw new IllegalStateException("vision has a secret of 1313.37");
    }
    return Map.of("rows", rows(scope));
  }

  @Override
  public Object utilization(UtilizationRequest request, AccessScope scope) {
    return Map.of("rows", rows(scope));
  }

  @Override
  public Object charges(ChargesRequest request, AccessScope scope) {
    return Map.of("rows", rows(scope));
  }

  @Override
  public Object unitCosts(UnitCostsRequest request, AccessScope scope) {
    return Map.of("rows", rows(scope));
  }

  @Override
  public Object consumption(QuantityRequest request, Counting counting, AccessScope scope) {
    return Map.of("rows", rows(scope), "counting", counting.name());
  }

  @Override
  public Object dataMovement(QuantityRequest request, AccessScope scope) {
    return Map.of("measure", "data-movement", "match", request.match().toString());
  }

  @Override
  public Object energy(EnergyRequest request, AccessScope scope) {
    return Map.of("rows", rows(scope), "carbon", request.carbon());
  }

  @Override
  public Object gpus(Filter filter, Page page, AccessScope scope) {
    return Map.of("rows", rows(scope));
  }

  @Override
  public Optional<Object> timeline(String deviceId, TimeRange range, AccessScope scope) {
    boolean visible = scope.allTeams() || scope.teams().stream().anyMatch(deviceId::contains);
    return visible ? Optional.of(Map.of("rows", List.of(deviceId))) : Optional.empty();
  }

  @Override
  public Object status(Optional<Instant> asOf, AccessScope scope) {
    return Map.of("ok", true, "unpriced", scope.allTeams() ? List.of("vision card") : List.of());
  }

  @Override
  public Optional<Object> report(ReportRequest request, AccessScope scope) {
    return request.kind().equals("chargeback")
        ? Optional.of(Map.of("rows", rows(scope)))
        : Optional.empty();
  }

  @Override
  public Optional<ReportFile> reportFile(ReportRequest request, AccessScope scope) {
    byte[] csv = rows(scope).toString().getBytes(StandardCharsets.UTF_8);
    return Optional.of(new ReportFile("text/csv; charset=utf-8", "charge\"back.csv", csv));
  }

  @Override
  public VarianceReport variance(VarianceRequest request, AccessScope scope) {
    return VarianceReport.of(
        new VarianceReport.Months(
            request.period().toString(), request.against().toString(), "effective"),
        new ConvertedVariance.Both(new VarianceFigures(Map.of()), new VarianceFigures(Map.of())),
        Map.of("asOf", "2026-11-01T00:00:00Z"),
        Optional.empty());
  }

  @Override
  public VarianceReport variance(BudgetVarianceRequest request, AccessScope scope) {
    return VarianceReport.of(
        new VarianceReport.Months(request.period().key(), request.against().key(), "billed"),
        new ConvertedVariance.Both(new VarianceFigures(Map.of()), new VarianceFigures(Map.of())),
        Map.of("asOf", "2026-11-01T00:00:00Z"),
        Optional.empty());
  }

  @Override
  public Object deliveries(DeliveriesRequest request) {
    return Map.of("rows", List.of("vision delivery"));
  }

  @Override
  public Object rejects(RejectsRequest request) {
    return Map.of("rows", List.of("vision,1313.37"));
  }

  @Override
  public Object invoices(InvoicesRequest request) {
    return Map.of("rows", List.of("vision 1313.37"), "period", request.period().toString());
  }

  @Override
  public Object commitments(CommitmentsRequest request) {
    return Map.of("rows", List.of("vision 1313.37"), "period", request.period().toString());
  }

  @Override
  public Object bridge(BridgeRequest request) {
    return Map.of("bridges", List.of("vision 1313.37"), "basis", request.basis());
  }

  @Override
  public Object bridgeCharges(BridgeChargesRequest request) {
    return Map.of("rows", List.of("vision 1313.37"), "line", request.line());
  }

  /** Written when an export is; a test may break it or hold it up. */
  volatile Export export = new FakeExport(List.of("row of search", "row of vision"));

  volatile FocusRequest lastExport;
  volatile AccessScope lastExportScope;

  @Override
  public Export export(FocusRequest request, AccessScope scope) {
    lastExport = request;
    lastExportScope = scope;
    return scope.allTeams() ? export : new FakeExport(List.of("row of search"));
  }

  @Override
  public Object sources() {
    return Map.of("rows", List.of("vision source"));
  }

  @Override
  public Object ownership(TimeRange range, Metric metric, Optional<Instant> asOf) {
    return Map.of("rules", List.of());
  }

  @Override
  public Object reconciled(ReconcileRequest request) {
    return Map.of("by", request.by(), "filter", request.filter().text());
  }

  @Override
  public Object reconciliation(TimeRange range, Optional<Instant> asOf) {
    return Map.of("rows", List.of("vision 1313.37"));
  }

  @Override
  public Optional<Object> trace(String deliveryId, long rowNo, Optional<Instant> asOf) {
    return Optional.of(Map.of("charge", deliveryId + " of vision", "row", rowNo));
  }

  @Override
  public SpendTotal spent(SpendQuestion question, TimeRange range) {
    boolean vision = question.filter().text().contains("vision");
    return new SpendTotal(
        Map.of("USD", Amount.parse(vision ? "1313.37" : "205000.119")), BigInteger.ZERO);
  }

  @Override
  public List<AlertFacts.Driver> topDrivers(ScopeQuestion question, TimeRange range, int limit) {
    return List.of(new AlertFacts.Driver("train", Amount.of(7)));
  }

  @Override
  public List<String> unknowns(AccessScope scope) {
    return List.of();
  }
}
