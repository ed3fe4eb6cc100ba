package io.gpuledger.dashboard.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.chargeback.ChargebackPolicies;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedLedger;
import io.gpuledger.sql.lint.MoneyLint;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the query layer composes keeps to the rules of money that hold for the files of SQL. */
@Tag("live")
class MoneySqlTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
  private static final List<AccessScope> SCOPES =
      List.of(AccessScope.EVERYTHING, AccessScope.ofTeams(List.of("a")));

  @TempDir static Path directory;
  private static EmbeddedLedger ledger;

  private final Set<String> asked = new TreeSet<>();

  @BeforeAll
  static void open() {
    ledger = EmbeddedLedger.open(directory);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  /** One of each shape of terms, so that every question is asked. */
  private static List<CommitmentEntry> commitments() {
    return ConfigReader.read(
            "f",
            """
            commitments:
              - {id: a, provider: P, kind: reserved-block, currency: USD, from: 2026-01-01,
                 to: 2027-01-01, purchaser: x, unusedOwner: x, phases: [{committed: 8}],
                 devices: 'cluster:"c"'}
              - {id: b, provider: P, kind: prepaid, currency: USD, from: 2026-01-01,
                 to: 2027-01-01, purchaser: x, unusedOwner: x,
                 stock: {quantity: 10, unit: T, price: 5, paidAt: 2026-01-01}}
              - {id: c, provider: P, kind: spend-commitment, currency: USD, from: 2026-01-01,
                 to: 2027-01-01, purchaser: x, unusedOwner: x, marketplace: 'sku:"m"',
                 targets: [{from: 2026-01-01, to: 2027-01-01, committed: 100}]}
            """)
        .values()
        .get(0)
        .commitments();
  }

  private static Exchange exchange() {
    List<ExchangeRate> rates =
        List.of(
            new ExchangeRate(
                new CurrencyPair("USD", "EUR"),
                RatePurpose.BUDGET,
                Amount.parse("0.9"),
                OCTOBER,
                "test"));
    return Exchange.into(
        "EUR", RatePurpose.BUDGET, BookRates.of(ExchangeRateBook.of(rates, List.of())));
  }

  @Test
  void every_question_keeps_to_the_rules_of_money() {
    LedgerClient client = new LedgerClient(ledger.internal());
    Answers recording =
        new Answers(
            (sql, parameters) -> {
              asked.add(sql);
              return client.query(sql, parameters);
            });
    LedgerReader reader =
        new LedgerReader(
            recording,
            () -> new RulesInForce.Builder(OwnershipRules.NONE).commitments(commitments()).build(),
            LiveFacts.NONE,
            Clock.systemUTC());
    Snapshot snapshot = reader.snapshot(Optional.empty());
    for (AccessScope scope : SCOPES) {
      for (CostQuery.Metric metric : CostQuery.Metric.values()) {
        for (CostQuery.Granularity granularity : CostQuery.Granularity.values()) {
          for (GroupKey.Name key : List.of(GroupKey.Name.TEAM, GroupKey.Name.HOLDER)) {
            for (boolean byInvoice : List.of(false, true)) {
              reader.costs(
                  new CostQuery(
                      OCTOBER,
                      List.of(GroupKey.of(key)),
                      granularity,
                      metric,
                      byInvoice,
                      new CostQuery.Parts(false, false, false),
                      Filter.everything(),
                      Optional.of("USD"),
                      10),
                  snapshot,
                  scope);
              reader.costs(
                  new CostQuery(
                      OCTOBER,
                      List.of(GroupKey.of(key)),
                      granularity,
                      metric,
                      byInvoice,
                      CostQuery.Parts.ALL,
                      Filter.everything(),
                      Optional.empty(),
                      10),
                  snapshot,
                  scope,
                  exchange());
            }
          }
        }
      }
      reader.chargeback(YearMonth.of(2026, 10), Filter.everything(), scope, snapshot);
      FocusExportQuery export = new FocusExportQuery(OCTOBER, FocusVersion.V1_4, Optional.of("s"));
      reader.export(export, snapshot, scope).view();
      for (FocusExportQuery.Chunk chunk :
          List.of(
              new FocusExportQuery.Chunk.Whole(List.of("d", "e")),
              new FocusExportQuery.Chunk.Rows("d", 1, 2))) {
        recording.rows(export.chargesOf(chunk, snapshot, scope));
        recording.rows(export.linesOf(chunk, OCTOBER, snapshot, scope));
      }
      reader.status(snapshot, scope);
      reader.gpus(Filter.everything(), 10, 0, scope);
    }
    for (CostQuery.Metric metric : CostQuery.Metric.values()) {
      reader.statement(YearMonth.of(2026, 10), metric, ChargebackPolicies.NONE, snapshot);
      reader.ownership(OCTOBER, metric, snapshot);
      reader.charges(
          new ChargesQuery(OCTOBER, metric, Filter.everything(), Optional.of("USD"), 10, 0),
          snapshot,
          AccessScope.EVERYTHING,
          Optional.of(exchange()));
      for (String key : List.of("team", "node")) {
        reader.unitCosts(
            new UnitCostQuery(
                OCTOBER,
                List.of(GroupKey.parse(key).orElseThrow()),
                metric,
                Filter.everything(),
                Optional.of("USD"),
                10),
            snapshot,
            AccessScope.EVERYTHING,
            Optional.of(exchange()));
      }
    }
    reader.deliveries(Optional.empty(), 10, 0, snapshot);
    reader.rejects(Optional.empty(), Optional.empty(), 10, 0);
    reader.sources(snapshot);
    reader.reconciliation(OCTOBER, snapshot);
    for (CostQuery.Metric metric : CostQuery.Metric.values()) {
      ReconcileQuery reconcile =
          new ReconcileQuery(OCTOBER, ReconcileQuery.By.LINE, metric, Filter.everything(), 10);
      reader.reconcile(reconcile, snapshot);
      // Asked only where a source has days of its own.
      BillingTerms eastern = BillingTerms.ofProvider("CoreWeave");
      WeighedUsage usage = WeighedUsage.of(recording, snapshot, SliceWeighting.DOMINANT);
      ReconcileReader.statements(reconcile, eastern, snapshot, usage).forEach(recording::rows);
    }
    reader.invoices(YearMonth.of(2026, 10), Optional.of("s"), snapshot);
    reader.commitments(YearMonth.of(2026, 10), snapshot);
    reader.prepaidRollForward(YearMonth.of(2026, 10), snapshot);
    for (boolean byInvoice : List.of(false, true)) {
      BridgeQuery bridge =
          BridgeQuery.ofMonth(
              YearMonth.of(2026, 10), byInvoice, Optional.of("s"), Optional.of("a"));
      reader.bridge(bridge, snapshot);
      for (BridgeLine line : BridgeLine.values()) {
        reader.bridgeCharges(
            bridge,
            new BridgeBehind(line, Optional.of("USD"), Optional.of("INV-1"), 10, 0),
            snapshot);
      }
      // These are asked only where charges lie over a border of the month.
      for (BoundSql sql :
          List.of(bridge.partly(snapshot), bridge.partOf(List.of("d:1"), snapshot))) {
        recording.rows(sql);
      }
    }
    reader.close().figures(OCTOBER, snapshot);
    reader.close().facts("FY2026-P10", OCTOBER, snapshot);
    reader.close().usage(OCTOBER, snapshot);
    reader.close().owed(OCTOBER, snapshot);
    assertThat(reader.trace("d", 1, snapshot)).isEmpty();

    assertThat(asked.stream().filter(sql -> sql.contains("_cost")).count())
        .as("statements with money")
        .isGreaterThan(40);
    for (String sql : asked) {
      assertThat(MoneyLint.check(sql)).as(sql).isEmpty();
    }
  }
}
