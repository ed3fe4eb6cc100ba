package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.close.BookCurrencies;
import io.gpuledger.dashboard.close.BookSettings;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.close.CloseStore;
import io.gpuledger.dashboard.close.GrantedDisputes;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.http.CommitmentQueries.CommitmentsRequest;
import io.gpuledger.dashboard.http.JsonOf;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.ledger.SqlCloseLedger;
import io.gpuledger.dashboard.ledger.SqlLedgerQueries;
import io.gpuledger.dashboard.ledger.TestLedger;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.streaming.publish.Publication;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements, commitments and the roll-forward as of an instant, whatever is configured later. */
@Tag("live")
class RulesAsOfTest {
  private static final String PERIOD = "FY2026-P10";
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final String SIGNED =
      """
      # A comment, and a secret by reference in another section, are not kept.
      alerts:
        channels: [{name: finops, webhook: "${env:WEBHOOK_OF_TEST}"}]
      chargeback:
        - name: fy26
          from: 2026-01-01
          rules:
            - {name: storage, match: 'service:"Storage"', shares: [{team: vision, percent: 60}, {team: search, percent: 40}]}
      commitments:
        - {id: credits, provider: Together, kind: prepaid, currency: USD, from: 2026-10-01,
           to: 2027-01-01, purchaser: search, unusedOwner: search,
           stock: {quantity: 1000, unit: Credits, price: 900, paidAt: 2026-10-01}}
        - {id: block, provider: CoreWeave, kind: reserved-block, currency: USD, from: 2026-10-01,
           to: 2027-10-01, purchaser: research, unusedOwner: platform,
           phases: [{committed: 8, fee: 1 USD/hour}], upfront: {amount: 36500, paidAt: 2026-10-01}}
      """;

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.parse("2026-11-05T09:00:00Z"));
  private TestLedger ledger;
  private StateStore state;
  private LedgerConfig config;
  private StoredRules rules;
  private SqlLedgerQueries queries;
  private CloseService close;
  private int published;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(folder.resolve("engine"));
    ledger = new TestLedger(folder.resolve("engine"));
    state = StateStore.open(folder.resolve("state.db"));
    config = LedgerConfig.defaults();
    rules =
        new StoredRules(ledger.client, this::publish, () -> ConfigurationInForce.present(config));
    LedgerReader reader =
        new LedgerReader(
            ledger.client,
            () -> ConfigurationInForce.present(config),
            rules,
            LiveFacts.NONE,
            clock);
    queries = new SqlLedgerQueries(reader);
    close =
        new CloseService(
            new CloseStore(state),
            new SqlCloseLedger(reader),
            new BookSettings(() -> CloseConfig.DEFAULT, () -> java.util.List.of("s")),
            BookCurrencies.NONE,
            GrantedDisputes.NONE,
            clock);
  }

  @AfterEach
  void close() {
    state.close();
    ledger.close();
  }

  private void publish(Publication version) {
    version.store();
    version.publish(ledger.now().plusMillis(++published));
  }

  private void configure(String text) {
    config = ConfigReader.read("gpuledger.yaml", text).values().get(0);
    rules.publish(config);
  }

  private LedgerQueries.ReportRequest report(String kind, Optional<Instant> asOf) {
    return new LedgerQueries.ReportRequest(
        kind,
        OCTOBER,
        LedgerQueries.Metric.EFFECTIVE,
        Filter.everything(),
        asOf,
        Optional.empty(),
        "csv");
  }

  /** Every answer that goes by policies and contracts, as text, by its name. */
  private Map<String, String> answers(Optional<Instant> asOf) {
    Map<String, String> answers = new LinkedHashMap<>();
    answers.put(
        "/commitments",
        JsonOf.value(queries.commitments(new CommitmentsRequest(OCTOBER, asOf))).toString());
    for (String kind : new String[] {"chargeback", "commitments", "prepaid-rollforward"}) {
      answers.put(
          kind,
          JsonOf.value(queries.report(report(kind, asOf), AccessScope.EVERYTHING).orElseThrow())
              .toString());
      answers.put(
          kind + ".csv",
          new String(
              queries
                  .reportFile(report(kind, asOf), AccessScope.EVERYTHING)
                  .orElseThrow()
                  .content(),
              StandardCharsets.UTF_8));
    }
    answers.put("policies", statement(asOf).path("policies").toString());
    return answers;
  }

  private JsonNode statement(Optional<Instant> asOf) {
    return JsonOf.value(
            queries.report(report("chargeback", asOf), AccessScope.EVERYTHING).orElseThrow())
        .path("statement");
  }

  private Instant closeOctober() {
    close.prepare(PERIOD, "fin", Map.of("invoices", "the invoice comes on the 12th"));
    close.signOff(PERIOD, "ada", Optional.empty());
    return Instant.parse(
        JsonOf.value(close.detail(PERIOD, Optional.empty()).orElseThrow())
            .path("signOff")
            .path("asOf")
            .asText());
  }

  @Test
  void after_a_change_of_policies_and_contracts_the_close_reads_as_it_was_signed() {
    configure(SIGNED);
    Map<String, String> before = answers(Optional.empty());
    Instant signed = closeOctober();
    Map<String, String> atClose = answers(Optional.of(signed));
    assertThat(atClose).as("the close signs what was seen before it").isEqualTo(before);

    configure(
        SIGNED
            .replace("percent: 60", "percent: 10")
            .replace("percent: 40", "percent: 90")
            .replace("price: 900", "price: 1800")
            .replace("committed: 8", "committed: 16"));
    Map<String, String> now = answers(Optional.empty());

    assertThat(answers(Optional.of(signed))).isEqualTo(atClose);
    for (String changed :
        new String[] {
          "/commitments", "chargeback.csv", "commitments.csv", "prepaid-rollforward.csv"
        }) {
      assertThat(now.get(changed))
          .as(changed + " goes by the rules of now")
          .isNotEqualTo(atClose.get(changed));
    }
    assertThat(atClose.get("chargeback.csv")).contains("5.4").doesNotContain("8.1");
    assertThat(now.get("chargeback.csv")).contains("8.1");

    configure("");
    assertThat(statement(Optional.empty()).toString())
        .as("nothing is configured")
        .doesNotContain("fy26");
    assertThat(answers(Optional.of(signed))).isEqualTo(atClose);
  }

  @Test
  void rules_that_are_taken_back_are_a_version_of_their_own_and_a_comment_is_none() {
    configure(SIGNED);
    configure("# another comment\n" + SIGNED);
    assertThat(published).isEqualTo(1);

    configure("");
    configure(SIGNED);
    assertThat(published).isEqualTo(3);
    assertThat(ledger.client.query("SELECT count() FROM rule_versions", Map.of()).strip())
        .isEqualTo("3");
  }

  @Test
  void what_is_kept_names_no_channel_and_no_secret() {
    configure(SIGNED);

    assertThat(ledger.client.query("SELECT rules FROM rule_versions", Map.of()))
        .contains("fy26", "credits")
        .doesNotContain("WEBHOOK_OF_TEST")
        .doesNotContain("finops")
        .doesNotContain("comment");
  }

  @Test
  void an_instant_before_the_first_version_goes_by_the_first_one() {
    Instant early = ledger.now();
    configure(SIGNED);
    String first = statement(Optional.empty()).toString();
    configure("");

    assertThat(statement(Optional.of(early)).path("lines")).isNotEmpty();
    assertThat(statement(Optional.of(early)).toString()).isEqualTo(first);
  }
}
