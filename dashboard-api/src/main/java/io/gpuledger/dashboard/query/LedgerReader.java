package io.gpuledger.dashboard.query;

import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.chargeback.ChargebackPolicies;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.close.PrepaidRollForward;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.commitment.SpendShortfall;
import io.gpuledger.cost.energy.CarbonSites;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.price.Pricing;
import io.gpuledger.cost.price.RateResolver;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.sql.client.LedgerClient;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Answers questions from the ledger's tables. Safe for many threads. */
public final class LedgerReader {
  private final Answers answers;
  private final SnapshotResolver snapshots;
  private final StatusQuery status;
  private final GpuQuery gpus;
  private final Supplier<RulesInForce> rules;
  private final RulesHistory history;
  private final LiveFacts live;
  private final Clock clock;

  /**
   * A reader.
   *
   * @param client the ledger
   * @param rules those in force, for the owners and states of devices now
   * @param history those that answers as of an instant go by
   * @param live what the running processes know
   */
  public LedgerReader(
      LedgerClient client,
      Supplier<RulesInForce> rules,
      RulesHistory history,
      LiveFacts live,
      Clock clock) {
    this(new Answers(client::query, client::rows), rules, history, live, clock);
  }

  /** A reader where the rules never change. */
  public LedgerReader(
      LedgerClient client, Supplier<RulesInForce> rules, LiveFacts live, Clock clock) {
    this(client, rules, snapshot -> rules.get(), live, clock);
  }

  LedgerReader(Answers answers, Supplier<RulesInForce> rules, LiveFacts live, Clock clock) {
    this(answers, rules, snapshot -> rules.get(), live, clock);
  }

  private LedgerReader(
      Answers answers,
      Supplier<RulesInForce> rules,
      RulesHistory history,
      LiveFacts live,
      Clock clock) {
    this.answers = answers;
    this.snapshots = new SnapshotResolver(answers);
    this.status = new StatusQuery(answers, clock);
    this.gpus = new GpuQuery(answers, rules);
    this.rules = rules;
    this.history = history;
    this.live = live;
    this.clock = clock;
  }

  /** The one snapshot of a request. */
  public Snapshot snapshot(Optional<Instant> asOf) {
    return snapshots.resolve(asOf);
  }

  /**
   * The snapshot of an answer that also knows of something beside the ledger.
   *
   * @param beside when the newest of it was recorded
   */
  public Snapshot snapshot(Optional<Instant> asOf, Optional<Instant> beside) {
    return snapshots.resolve(asOf, beside);
  }

  /** Money by group and period. The question must have no faults. */
  public CostView costs(CostQuery query, Snapshot snapshot, AccessScope scope) {
    GroupedCosts of = groupedCosts(query, snapshot, scope);
    StatusQuery.Published published = status.published(snapshot);
    return withUnpriced(
        query,
        scope,
        snapshot,
        published,
        CostView.of(query, scope, of.rows(), of.totals(), published.freshness(), snapshot));
  }

  private GroupedCosts groupedCosts(CostQuery query, Snapshot snapshot, AccessScope scope) {
    Optional<GroupedCosts> atOnce = atOnce(query, snapshot, scope);
    return atOnce.orElseGet(
        () ->
            new GroupedCosts(
                answers.rows(query.rows(snapshot, scope)), totalRows(query, snapshot, scope)));
  }

  private List<List<String>> totalRows(CostQuery query, Snapshot snapshot, AccessScope scope) {
    return atOnce(query.whole(), snapshot, scope)
        .map(GroupedCosts::totals)
        .orElseGet(() -> answers.rows(query.totals(snapshot, scope)));
  }

  /** Empty where the table is too large, or the groups are too many. */
  private Optional<GroupedCosts> atOnce(CostQuery query, Snapshot snapshot, AccessScope scope) {
    if (!query.readsAtOnce()) {
      return Optional.empty();
    }
    MonthsRolledUp rolledUp = MonthsRolledUp.at(answers, snapshot);
    List<List<String>> groups = answers.rows(query.groups(snapshot, scope, rolledUp));
    return groups.size() > GroupedCosts.GROUPS_LIMIT
        ? Optional.empty()
        : Optional.of(GroupedCosts.of(query.groupBy().size(), groups, query.groupLimit()));
  }

  /** The same in one currency; what has no rate stays in its own. */
  public CostView costs(CostQuery query, Snapshot snapshot, AccessScope scope, Exchange exchange) {
    Optional<Exchange> into = Optional.of(exchange);
    ConvertedRows rows =
        ConvertedRows.ofCosts(
            exchange,
            query.groupBy().size(),
            answers.rows(query.rows(snapshot, scope, into)),
            answers.rows(query.totals(snapshot, scope, into)));
    StatusQuery.Published published = status.published(snapshot);
    return withUnpriced(
        query,
        scope,
        snapshot,
        published,
        CostView.of(query, scope, rows, published.freshness(), snapshot, exchange));
  }

  /** What is unpriced is nobody's, so only those who see all teams are told. */
  private CostView withUnpriced(
      CostQuery query,
      AccessScope scope,
      Snapshot snapshot,
      StatusQuery.Published published,
      CostView view) {
    boolean asked =
        scope.allTeams() && query.metric() == CostQuery.Metric.EFFECTIVE && !query.byInvoice();
    if (!asked) {
      return view;
    }
    return view.withUnpriced(
        published.estimates()
            ? new EstimateQuery(answers).unpriced(query.range(), snapshot)
            : List.of());
  }

  /** What bills say of the periods of budgets. */
  public BudgetSpendReader budgetSpend() {
    return new BudgetSpendReader(answers);
  }

  /** What bills say of the days of budgets. */
  public BudgetDayReader budgetDays() {
    return new BudgetDayReader(answers);
  }

  /** Sums by currency, for who needs no rows. The question must have no faults. */
  public Map<String, Amount> totals(CostQuery query, Snapshot snapshot, AccessScope scope) {
    return CostView.sums(totalRows(query, snapshot, scope));
  }

  /** Device-time by state. The question must have no faults. */
  public Map<String, Object> utilization(
      UtilizationQuery query, Snapshot snapshot, AccessScope scope) {
    WeighedUsage usage = usage(snapshot);
    return query.answer(
        answers.rows(query.rows(usage, scope)),
        answers.rows(query.totals(usage, scope)).get(0),
        status.freshness(snapshot),
        snapshot);
  }

  /** What an hour of a GPU cost by group. The question must have no faults. */
  public Map<String, Object> unitCosts(
      UnitCostQuery query, Snapshot snapshot, AccessScope scope, Optional<Exchange> exchange) {
    List<List<String>> rows = answers.rows(query.rows(snapshot, scope, exchange));
    List<List<String>> totals = answers.rows(query.totals(snapshot, scope, exchange));
    if (exchange.isPresent()) {
      ConvertedRows converted =
          ConvertedRows.ofUnitCosts(exchange.get(), query.groupBy().size(), rows, totals);
      rows = converted.rows();
      totals = converted.totals();
    }
    Map<String, Object> answer = query.answer(rows, totals, status.freshness(snapshot), snapshot);
    exchange.ifPresent(into -> answer.put("conversion", into.view()));
    return answer;
  }

  /** What was counted in units of these kinds, by group. The question must have no faults. */
  public Map<String, Object> consumption(
      QuantityQuery query, ConsumptionView view, Snapshot snapshot, AccessScope scope) {
    return view.of(
        query,
        answers.rows(query.rows(snapshot, scope)),
        answers.rows(query.byUnit().rows(snapshot, scope)),
        status.freshness(snapshot),
        snapshot);
  }

  /** What moving data cost by group. The question must have no faults. */
  public Map<String, Object> dataMovement(
      QuantityQuery query, Snapshot snapshot, AccessScope scope) {
    return DataMovementView.of(
        query,
        answers.rows(query.rows(snapshot, scope)),
        answers.rows(query.byUnit().rows(snapshot, scope)),
        status.freshness(snapshot),
        snapshot);
  }

  /** Measured energy and its carbon by group. The question must have no faults. */
  public Map<String, Object> energy(EnergyQuery query, Snapshot snapshot, AccessScope scope) {
    CarbonSites sites = history.at(snapshot).carbon();
    List<Instant> borders = query.borders(sites);
    WeighedUsage usage = usage(snapshot);
    return new EnergyView(query, sites, borders)
        .answer(
            answers.rows(query.rows(borders, usage, scope)),
            answers.rows(query.totals(borders, usage, scope)),
            status.freshness(snapshot),
            snapshot);
  }

  private WeighedUsage usage(Snapshot snapshot) {
    return WeighedUsage.of(answers, snapshot, history.at(snapshot).slices());
  }

  public Map<String, Object> gpus(Filter filter, int limit, int offset, AccessScope scope) {
    return gpus.list(filter, limit, offset, scope, clock.instant());
  }

  public Optional<Object> timeline(
      String id, TimeRange range, Snapshot snapshot, AccessScope scope) {
    return gpus.timeline(id, range, snapshot, scope);
  }

  public Map<String, Object> status(Snapshot snapshot, AccessScope scope) {
    List<String> unpriced = scope.allTeams() ? unpriced(snapshot) : List.of();
    return status.status(snapshot, scope, live, unpriced);
  }

  /** Freshness of every source. */
  public List<Map<String, Object>> freshness(Snapshot snapshot) {
    return status.freshness(snapshot);
  }

  /** Observed part of the device-time of the last 24 h; empty where there is no device-time. */
  public Optional<BigDecimal> telemetryCoverage(Snapshot snapshot, AccessScope scope) {
    return Optional.ofNullable(status.telemetryCoverage(snapshot, scope));
  }

  /** The same of any scope, from one reading. */
  public CoverageByTeam coverageByTeam(Snapshot snapshot) {
    return status.coverageByTeam(snapshot);
  }

  public Map<String, Object> deliveries(
      Optional<String> source, int limit, int offset, Snapshot snapshot) {
    return new DeliveryQuery(answers)
        .list(
            source,
            new DeliveryQuery.Page(limit, offset),
            snapshot,
            history.at(snapshot),
            live.pending());
  }

  public Map<String, Object> rejects(
      Optional<String> source, Optional<String> deliveryId, int limit, int offset) {
    return new RejectQuery(answers).list(source, deliveryId, limit, offset);
  }

  public Map<String, Object> sources(Snapshot snapshot) {
    return new SourceQuery(answers, clock).list(snapshot, live);
  }

  public Map<String, Object> reconciliation(TimeRange range, Snapshot snapshot) {
    return new ReconciliationQuery(answers).list(range, snapshot);
  }

  /** What was billed beside what was seen. The question must have no faults. */
  public ReconcileFigures reconcile(ReconcileQuery query, Snapshot snapshot) {
    return new ReconcileReader(answers, history.at(snapshot)).figures(query, snapshot);
  }

  /** The same as the API answers it. */
  public Map<String, Object> reconcileView(ReconcileQuery query, Snapshot snapshot) {
    return ReconcileView.of(reconcile(query, snapshot), snapshot);
  }

  /**
   * The charges behind a figure, each in its own currency. The question must have no faults.
   *
   * @param exchange what their total is told in as well
   */
  public Map<String, Object> charges(
      ChargesQuery query, Snapshot snapshot, AccessScope scope, Optional<Exchange> exchange) {
    Map<String, Object> answer =
        query.answer(
            answers.rows(query.rows(snapshot, scope)),
            answers.rows(query.totals(snapshot, scope)),
            snapshot);
    exchange.ifPresent(
        into -> {
          Amount total = query.converted(into, answers.rows(query.spans(snapshot, scope, into)));
          Map<String, Object> conversion = into.view();
          conversion.put("total", total.toString());
          answer.put("conversion", conversion);
        });
    return answer;
  }

  /** What each ownership rule decides of whole UTC days, and rules for what has no owner. */
  public Map<String, Object> ownership(
      TimeRange range, CostQuery.Metric metric, Snapshot snapshot) {
    return new OwnershipQuery(answers).answer(range, metric, snapshot);
  }

  public Optional<Object> trace(String deliveryId, long rowNo, Snapshot snapshot) {
    return new TraceQuery(answers).find(deliveryId, rowNo, snapshot);
  }

  /** The figures of a chargeback and of its proof. */
  public ChargebackFigures chargeback(
      YearMonth period, Filter filter, AccessScope scope, Snapshot snapshot) {
    return new ChargebackQuery(answers).figures(period, filter, scope, snapshot);
  }

  /** What a comparison of months needs of one month. */
  public VarianceFigures variance(
      YearMonth month,
      CostQuery.Metric metric,
      Filter filter,
      AccessScope scope,
      Snapshot snapshot) {
    return new VarianceQuery(answers).figures(month, metric, filter, scope, snapshot);
  }

  /** What a comparison of periods of a budget needs of one of them. */
  public VarianceFigures varianceOfUse(
      TimeRange period,
      CostQuery.Metric metric,
      SpendQuestion question,
      AccessScope scope,
      Snapshot snapshot) {
    return new VarianceQuery(answers).ofUse(period, metric, question, scope, snapshot);
  }

  /** The invoices of a month, tied out. */
  public InvoiceFigures invoices(YearMonth period, Optional<String> source, Snapshot snapshot) {
    return new InvoiceQuery(answers).find(BridgeQuery.rangeOf(period), source, snapshot);
  }

  /** The invoices of a month as the API answers them. */
  public Map<String, Object> invoicesView(
      YearMonth period, Optional<String> source, Snapshot snapshot) {
    return invoices(period, source, snapshot).view(period.toString(), snapshot);
  }

  /** The bridges of a month. */
  public BridgeFigures bridge(BridgeQuery query, Snapshot snapshot) {
    return new BridgeReader(answers).figures(query, snapshot);
  }

  /** The bridges of a month as the API answers them. */
  public Map<String, Object> bridgeView(BridgeQuery query, Snapshot snapshot) {
    return BridgeView.of(query, bridge(query, snapshot), snapshot);
  }

  /** The bridges of a month, and one of all that convert beside them. */
  public Map<String, Object> bridgeView(
      BridgeQuery query, YearMonth period, Snapshot snapshot, Exchange exchange) {
    BridgeFigures figures = bridge(query, snapshot);
    Map<String, Object> view = BridgeView.of(query, figures, snapshot);
    // An invoice is of no account, so the bridge of one holds no differences.
    InvoiceDifferences differences =
        query.account().isPresent()
            ? InvoiceDifferences.NONE
            : exchange.differences(invoices(period, query.source(), snapshot));
    view.put("converted", ConvertedFigures.view(figures, period, exchange, differences));
    view.put("conversion", exchange.view());
    return view;
  }

  /** The charges behind a line of a bridge. */
  public Map<String, Object> bridgeCharges(
      BridgeQuery query, BridgeBehind behind, Snapshot snapshot) {
    return new BridgeReader(answers).charges(query, behind, snapshot);
  }

  /** What an export of FOCUS rows holds, and its rows. The question must have no faults. */
  public FocusExport export(FocusExportQuery query, Snapshot snapshot, AccessScope scope) {
    return new FocusExport(answers, query, snapshot, scope);
  }

  /** The chargeback policies in force now. */
  public ChargebackPolicies chargebackPolicies() {
    return rules.get().chargeback();
  }

  /** The chargeback policies of a snapshot. */
  public ChargebackPolicies chargebackPolicies(Snapshot snapshot) {
    return history.at(snapshot).chargeback();
  }

  /**
   * What every party is charged of a month by the policies. Whoever may see only some teams is
   * shown only their lines of it.
   */
  public AppliedPolicies statement(
      YearMonth period, CostQuery.Metric metric, ChargebackPolicies policies, Snapshot snapshot) {
    List<String> available = new ArrayList<>();
    available.add(ChargebackPolicy.AS_ALLOCATED.name());
    chargebackPolicies(snapshot).configured().forEach(policy -> available.add(policy.name()));
    return new StatementQuery(answers)
        .apply(ChargebackQuery.range(period), metric, policies, available, snapshot);
  }

  /** What closing own books asks. */
  public CloseReader close() {
    return new CloseReader(answers);
  }

  /** The commitments of a month, those of the bills and those of the configuration. */
  public CommitmentFigures commitments(YearMonth period, Snapshot snapshot) {
    return new CommitmentReader(answers, history.at(snapshot)).figures(period, snapshot);
  }

  /** The commitments of a month as the API answers them. */
  public Map<String, Object> commitmentsView(YearMonth period, Snapshot snapshot) {
    return CommitmentView.of(commitments(period, snapshot), snapshot);
  }

  /** What was paid ahead for configured commitments, over a calendar month. */
  public PrepaidRollForward prepaidRollForward(YearMonth period, Snapshot snapshot) {
    return new CommitmentReader(answers, history.at(snapshot)).rollForward(period, snapshot);
  }

  /** What is paid ahead for configured commitments, over all time. */
  public List<PrepaidPosition> prepaidPositions(Snapshot snapshot) {
    return new CommitmentReader(answers, history.at(snapshot)).positions(snapshot);
  }

  /** What configured spend commitments are projected to fall short by, up to the end of days. */
  public List<SpendShortfall> spendShortfalls(TimeRange days, Snapshot snapshot) {
    return new CommitmentReader(answers, history.at(snapshot)).shortfalls(days, snapshot);
  }

  /** What targets of configured spend commitments that ended within days were short by. */
  public List<SpendShortfall> endedSpendShortfalls(TimeRange days, Snapshot snapshot) {
    return new CommitmentReader(answers, history.at(snapshot)).endedShortfalls(days, snapshot);
  }

  /** The price book. */
  public Map<String, Object> prices(
      Optional<String> kind,
      Optional<String> provider,
      Optional<String> search,
      int limit,
      int offset,
      Snapshot snapshot) {
    return new PriceBookQuery(answers)
        .list(
            new PriceBookQuery.Wanted(kind, provider, search, limit, offset),
            unpriced(snapshot),
            snapshot);
  }

  /** What bills came to for an hour of a GPU, over whole UTC days. */
  public Map<String, Object> rates(
      TimeRange range,
      Optional<String> source,
      Optional<String> model,
      int limit,
      int offset,
      Snapshot snapshot) {
    return new BilledRatesQuery(answers)
        .list(
            new BilledRatesQuery.Wanted(range, source, model, limit, offset),
            ratesNow(snapshot),
            snapshot);
  }

  private List<RatesNowQuery.Priced> ratesNow(Snapshot snapshot) {
    Instant now = clock.instant();
    Instant tomorrow = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    TimeRange lately =
        new TimeRange(tomorrow.minus(RateResolver.BILL_DAYS, ChronoUnit.DAYS), tomorrow);
    return new RatesNowQuery(answers, rules.get().commitments(), rules.get().pricing())
        .find(new BilledRatesQuery(answers).find(lately, snapshot), now);
  }

  /**
   * What an hour of a device costs, by the bills of the snapshot and the configuration now.
   *
   * @param days whole UTC days that are to be priced
   */
  public RateResolver rates(TimeRange days, Snapshot snapshot) {
    Pricing pricing = rules.get().pricing();
    TimeRange bills =
        new TimeRange(days.start().minus(RateResolver.BILL_DAYS, ChronoUnit.DAYS), days.end());
    return new RateResolver(
        new BilledRatesQuery(answers).find(bills, snapshot),
        rules.get().commitments(),
        pricing.configured(),
        pricing.book());
  }

  /** Models in use without a price: those of the spend guard and those in inventory. */
  private List<String> unpriced(Snapshot snapshot) {
    TreeSet<String> models = new TreeSet<>(live.unpriced());
    if (!rules.get().pricing().clusters().isEmpty()) {
      models.addAll(RatesNowQuery.unpriced(ratesNow(snapshot)));
    }
    return List.copyOf(models);
  }

  /** What telemetry knows now of a machine in a month. */
  public MachineUse machineUse(String cluster, String node, int devices, TimeRange month) {
    WeighedUsage usage = WeighedUsage.of(answers, snapshot(Optional.empty()), rules.get().slices());
    return new MachineUseQuery(answers, usage).find(cluster, node, devices, month);
  }

  /** The snapshot as answers show it. */
  public static Map<String, Object> fields(Snapshot snapshot) {
    return CostView.snapshotFields(snapshot);
  }
}
