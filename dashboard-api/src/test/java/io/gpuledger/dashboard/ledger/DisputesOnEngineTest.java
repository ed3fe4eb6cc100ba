package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.LedgerQueries.ReportRequest;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.CurrencyRules;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class DisputesOnEngineTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static LedgerReader reader;
  private static SqlLedgerQueries queries;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    reader =
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.systemUTC());
    queries =
        new SqlLedgerQueries(
            reader,
            () -> CurrencyRules.NONE,
            (period, metric, asOf) ->
                period.equals(OCTOBER) && metric.equals("effective")
                    ? List.of(correction("vision", "-3.5"), correction("platform", "3.5"))
                    : List.of());
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static StatementLine correction(String team, String amount) {
    return new StatementLine(
        new Party(team, "-"),
        "USD",
        "correction of 2026-09, dispute 1a",
        true,
        Amount.parse(amount),
        BigInteger.ZERO);
  }

  private static String csv(Metric metric, AccessScope scope) {
    return csv(queries, metric, scope, Optional.empty());
  }

  private static String csv(
      SqlLedgerQueries queries, Metric metric, AccessScope scope, Optional<Instant> asOf) {
    return new String(
        queries
            .reportFile(
                new ReportRequest(
                    "chargeback",
                    OCTOBER,
                    metric,
                    Filter.everything(),
                    asOf,
                    Optional.empty(),
                    "csv"),
                scope)
            .orElseThrow()
            .content(),
        StandardCharsets.UTF_8);
  }

  @Test
  void a_correction_stands_in_the_statement_and_the_proof_holds() {
    String csv = csv(Metric.EFFECTIVE, AccessScope.EVERYTHING);

    assertThat(csv)
        .contains(
            "statement,vision,-,USD,\"correction of 2026-09, dispute 1a\",yes,-3.5,",
            "statement,platform,-,USD,\"correction of 2026-09, dispute 1a\",yes,3.5,",
            "statement total,,,USD,,,22.250000000000000001\r\n");
    assertThat(csv(Metric.BILLED, AccessScope.EVERYTHING)).doesNotContain("correction of");
  }

  @Test
  void the_instant_that_a_statement_echoes_gives_the_same_statement_after_a_later_decision() {
    Instant first = ledgerNow().plusSeconds(60);
    Decisions decisions = new Decisions(first);
    SqlLedgerQueries own = new SqlLedgerQueries(reader, () -> CurrencyRules.NONE, decisions);

    String granted = csv(own, Metric.EFFECTIVE, AccessScope.EVERYTHING, Optional.empty());
    assertThat(granted).contains("dispute 1a", first.toString());

    // Nothing is published in between, so only the decision tells both apart.
    decisions.at.add(first.plusSeconds(300));
    assertThat(csv(own, Metric.EFFECTIVE, AccessScope.EVERYTHING, Optional.of(first)))
        .isEqualTo(granted);
    assertThat(csv(own, Metric.EFFECTIVE, AccessScope.EVERYTHING, Optional.empty()))
        .isNotEqualTo(granted)
        .contains(first.plusSeconds(300).toString());
    assertThat(csv(own, Metric.EFFECTIVE, AccessScope.EVERYTHING, Optional.of(ledgerNow())))
        .doesNotContain("dispute 1a");
  }

  private static Instant ledgerNow() {
    return reader.snapshot(Optional.empty()).asOf();
  }

  /** One correction for each decision so far. */
  private static final class Decisions implements StatementCorrections {
    private final List<Instant> at = new ArrayList<>();

    Decisions(Instant first) {
      at.add(first);
    }

    @Override
    public List<StatementLine> of(YearMonth period, String metric, Instant asOf) {
      return at.stream()
          .filter(decided -> !decided.isAfter(asOf))
          .flatMap(d -> Stream.of(correction("vision", "-3.5"), correction("platform", "3.5")))
          .toList();
    }

    @Override
    public Optional<Instant> newest() {
      return at.stream().max(Comparator.naturalOrder());
    }
  }

  @Test
  void a_lead_sees_the_corrections_of_own_teams_only() {
    assertThat(csv(Metric.EFFECTIVE, AccessScope.ofTeams(List.of("vision"))))
        .contains("dispute 1a\",yes,-3.5,")
        .doesNotContain("platform");
  }

  @Test
  void the_lines_that_can_be_disputed_are_those_of_the_statement_without_corrections() {
    assertThat(
            reader
                .statement(
                    OCTOBER,
                    CostQuery.Metric.EFFECTIVE,
                    reader.chargebackPolicies(),
                    reader.snapshot(Optional.empty()))
                .statement()
                .lines())
        .extracting(StatementLine::component)
        .doesNotContain("correction of 2026-09, dispute 1a")
        .contains("direct");
  }
}
