package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.dashboard.close.BookCurrencies;
import io.gpuledger.dashboard.close.BookSettings;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.close.CloseStore;
import io.gpuledger.dashboard.close.GrantedDisputes;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.http.JsonOf;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Close October over a real engine, restate its bill, and ask as of the close. */
@Tag("live")
class CloseOnEngineTest {
  private static final String OCTOBER = "FY2026-P10";
  private static final String NOVEMBER = "FY2026-P11";
  private static final Map<String, String> NOTES =
      Map.of("invoices", "the invoice comes on the 12th");

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.parse("2026-11-05T09:00:00Z"));
  private TestLedger ledger;
  private StateStore state;
  private CloseService service;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(folder.resolve("engine"));
    ledger = new TestLedger(folder.resolve("engine"));
    state = StateStore.open(folder.resolve("state.db"));
    service =
        new CloseService(
            new CloseStore(state),
            new SqlCloseLedger(
                new LedgerReader(
                    ledger.client, () -> RulesInForce.of(TestLedger.RULES), LiveFacts.NONE, clock)),
            new BookSettings(() -> CloseConfig.DEFAULT, () -> List.of("s")),
            BookCurrencies.NONE,
            GrantedDisputes.NONE,
            clock);
  }

  @AfterEach
  void close() {
    state.close();
    ledger.close();
  }

  private JsonNode detail(String period, Optional<Instant> asOf) {
    return JsonOf.value(service.detail(period, asOf).orElseThrow());
  }

  private void closeOctober() {
    assertThat(service.prepare(OCTOBER, "fin", NOTES)).isPresent();
    assertThat(service.signOff(OCTOBER, "ada", Optional.empty())).isPresent();
  }

  /** Vision 0.5 less, search gone, a new team robotics. */
  private void restate() {
    ledger.charge(
        "d2", "2026-10-01 00:00:00", "2026-10-01 01:00:00", "10", "USD", "vision", "Compute");
    ledger.charge(
        "d2", "2026-10-02 12:00:00", "2026-10-04 00:00:00", "9", "USD", "vision", "Storage");
    ledger.charge(
        "d2",
        "2026-10-05 00:00:00",
        "2026-10-05 01:00:00",
        "3.000000000000000001",
        "USD",
        "robotics",
        "Compute");
    ledger.charge(
        "d2", "2026-10-06 00:00:00", "2026-10-06 01:00:00", "7", "EUR", "search", "Compute");
    ledger.delivery("d2", "overwrite", 2, 4);
  }

  private static Map<String, String> totals(JsonNode figures, String metric) {
    Map<String, String> totals = new TreeMap<>();
    figures
        .path("totals")
        .forEach(row -> totals.put(row.path("currency").asText(), row.path(metric).asText()));
    return totals;
  }

  @Test
  void the_figures_of_the_close_stand_to_the_last_digit_after_a_restatement() {
    closeOctober();
    JsonNode closed = detail(OCTOBER, Optional.empty());
    Instant signedAsOf = Instant.parse(closed.path("signOff").path("asOf").asText());
    assertThat(totals(closed.path("signed"), "billed"))
        .isEqualTo(Map.of("USD", "22.250000000000000001", "EUR", "7"));
    assertThat(totals(closed.path("signed"), "effective"))
        .isEqualTo(Map.of("USD", "22.250000000000000001", "EUR", "7"));
    restate();
    ledger.allocate();
    clock.move(Duration.ofDays(2));

    JsonNode now = detail(OCTOBER, Optional.empty());
    JsonNode then = detail(OCTOBER, Optional.of(signedAsOf));

    assertThat(then.path("figures")).as("asked as of the close").isEqualTo(closed.path("signed"));
    assertThat(now.path("signed")).isEqualTo(closed.path("signed"));
    assertThat(totals(now.path("figures"), "billed"))
        .isEqualTo(Map.of("USD", "22.000000000000000001", "EUR", "7"));
    List<String> changed = new ArrayList<>();
    for (JsonNode row : now.path("changes").path("rows")) {
      if (row.path("metric").asText().equals("billed")) {
        changed.add(
            row.path("team").asText()
                + " "
                + row.path("service").asText()
                + " "
                + row.path("delta").asText());
      }
    }
    assertThat(changed)
        .containsExactlyInAnyOrder(
            "search Compute -4",
            "robotics Compute 3.000000000000000001",
            "search Credit 1.25",
            "vision Compute -0.5",
            "unattributed Compute -0.000000000000000001");
    assertThat(now.path("changes").path("totals").findValuesAsText("delta"))
        .containsExactlyInAnyOrder("0", "0", "-0.25", "-0.25");
    assertThat(now.path("changes").path("deliveries").findValuesAsText("deliveryId"))
        .containsExactly("d2");
    assertThat(now.path("changes").path("deliveries").get(0).path("source").asText())
        .isEqualTo("s");
  }

  @Test
  void the_open_period_bears_the_exact_delta_which_the_journal_leaves_to_the_invoice() {
    closeOctober();
    restate();
    ledger.allocate();

    JsonNode borne = detail(NOVEMBER, Optional.empty()).path("corrections");

    assertThat(borne.path("totals").findValuesAsText("amount")).containsExactly("-0.25", "-0.25");
    assertThat(service.journal(NOVEMBER, Optional.empty()).orElseThrow().entries())
        .as("nothing was on an invoice, all was accrued: its invoice books it")
        .isEmpty();
  }

  @Test
  void what_is_on_no_invoice_is_accrued_whole_and_stands_after_the_close() {
    closeOctober();
    var signed = service.journal(OCTOBER, Optional.empty()).orElseThrow();
    assertThat(signed.entries())
        .filteredOn(entry -> entry.kind() == JournalEntry.Kind.ACCRUAL)
        .extracting(
            entry ->
                entry.lines().get(0).amount().currency()
                    + " "
                    + entry.lines().get(0).amount().amount())
        .containsExactly("EUR 7", "USD 22.250000000000000001");
    restate();
    ledger.allocate();

    assertThat(service.journal(OCTOBER, Optional.empty()).orElseThrow()).isEqualTo(signed);
  }

  @Test
  void the_checklist_finds_in_the_tables_what_is_open() {
    JsonNode list = detail(OCTOBER, Optional.empty()).path("checklist");

    List<String> states = new ArrayList<>();
    list.forEach(
        item -> states.add(item.path("item").asText() + " " + item.path("state").asText()));
    assertThat(states)
        .containsExactly(
            "ended done",
            "bills done",
            "allocation done",
            "invoices open",
            "bridge done",
            "rejects done",
            "telemetry done");
    assertThat(list.get(3).path("reason").asText())
        .contains("USD is not tied to an invoice: 5 charges are on no invoice yet");
    restate();
    Assertions.assertThatThrownBy(() -> service.prepare(OCTOBER, "fin", NOTES))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("still being allocated");
  }

  @Test
  void a_refused_row_of_an_unknown_period_is_looked_at_in_the_period_whose_bills_it_came_with() {
    ledger.client.execute(
        "INSERT INTO deliveries (delivery_id, source, scope_kind, scope_account, scope_start,"
            + " scope_end, delivery_kind, sequence, rows_read, rows_rejected, recorded_at) SELECT"
            + " 'u', 's', 'unknown', '', toDateTime64(0, 6, 'UTC'), toDateTime64(0, 6, 'UTC'),"
            + " 'overwrite', 1, 2, 2, toDateTime64({at:Int64}, 6, 'UTC')",
        Map.of("at", String.valueOf(ledger.now().getEpochSecond())));

    JsonNode list = detail(OCTOBER, Optional.empty()).path("checklist");

    assertThat(list.get(5).path("reason").asText()).isEqualTo("rows refused: s 2");
    assertThat(list.get(1).path("state").asText()).isEqualTo("done");
  }

  @Test
  void a_month_without_a_bill_names_the_source_that_lacks() {
    JsonNode november = detail(NOVEMBER, Optional.empty());

    assertThat(november.path("checklist").get(1).path("reason").asText())
        .isEqualTo("s has delivered nothing");
    assertThat(november.path("figures").path("totals")).isEmpty();
    JsonNode why = november.path("whyChanged");
    assertThat(why.path("before").asText()).isEqualTo(OCTOBER);
    assertThat(why.path("rows").findValuesAsText("change"))
        .containsExactly("-7", "-22.250000000000000001");
  }
}
