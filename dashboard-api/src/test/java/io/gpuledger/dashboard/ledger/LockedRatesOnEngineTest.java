package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceLine;
import io.gpuledger.cost.invoice.IssueStatus;
import io.gpuledger.cost.invoice.Payment;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.close.BookCurrencies;
import io.gpuledger.dashboard.close.BookSettings;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.close.CloseStore;
import io.gpuledger.dashboard.close.GrantedDisputes;
import io.gpuledger.dashboard.close.LockedRates;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.CurrenciesConfig;
import io.gpuledger.dashboard.http.InvoiceQueries.BridgeRequest;
import io.gpuledger.dashboard.http.JsonOf;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.query.CostView;
import io.gpuledger.dashboard.query.CurrencyRules;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.streaming.dataset.DatasetDraft;
import io.gpuledger.streaming.dataset.DatasetLedger;
import io.gpuledger.streaming.dataset.DatasetLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Close October, change its rates, and ask again. */
@Tag("live")
class LockedRatesOnEngineTest {
  private static final String OCTOBER = "FY2026-P10";

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.parse("2026-11-05T09:00:00Z"));
  private TestLedger ledger;
  private StateStore state;
  private CloseService service;
  private LockedRates locked;
  private SqlLedgerQueries queries;
  private CurrenciesConfig config = CurrenciesConfig.NONE;
  private int loads;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(folder.resolve("engine"));
    ledger = new TestLedger(folder.resolve("engine"));
    state = StateStore.open(folder.resolve("state.db"));
    LedgerReader reader =
        new LedgerReader(
            ledger.client, () -> RulesInForce.of(TestLedger.RULES), LiveFacts.NONE, clock);
    CloseStore closes = new CloseStore(state);
    locked = new LockedRates(state, closes);
    service =
        new CloseService(
            closes,
            new SqlCloseLedger(reader),
            new BookSettings(() -> CloseConfig.DEFAULT, () -> List.of("s")),
            new BookCurrencies(() -> config, Optional.of(locked)),
            GrantedDisputes.NONE,
            clock);
    queries =
        new SqlLedgerQueries(
            reader,
            () ->
                new CurrencyRules(
                    config.book(), config.purpose(), BookRates.of(config.rates(), locked.all())));
  }

  @AfterEach
  void close() {
    state.close();
    ledger.close();
  }

  private void rates(String... lines) {
    StringBuilder text = new StringBuilder("currencies:\n  book: EUR\n  rates:\n");
    for (String line : lines) {
      text.append("    - {").append(line).append("}\n");
    }
    config = ConfigReader.read("f.yaml", text.toString()).values().get(0).currencies();
  }

  private void closeOctober() {
    service.prepare(OCTOBER, "fin", Map.of("invoices", "the invoice comes on the 12th"));
    service.signOff(OCTOBER, "ada", Optional.empty());
  }

  private CostView october() {
    return (CostView)
        queries.costs(
            new LedgerQueries.CostsRequest(
                new TimeRange(
                    Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z")),
                List.of(),
                LedgerQueries.Granularity.NONE,
                LedgerQueries.Metric.EFFECTIVE,
                LedgerQueries.PeriodBasis.USAGE,
                true,
                true,
                true,
                Filter.everything(),
                Optional.empty(),
                Optional.of("EUR"),
                10),
            AccessScope.EVERYTHING);
  }

  private JsonNode detail() {
    return JsonOf.value(service.detail(OCTOBER, Optional.empty()).orElseThrow());
  }

  @Test
  void a_closed_month_keeps_its_rates_and_the_diff_names_what_changed() {
    rates("rate: 0.8 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank");
    closeOctober();
    assertThat(october().total()).isEqualTo("24.800000000000000001");

    rates(
        "rate: 0.5 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank",
        "rate: 0.9 EUR/JPY, purpose: budget, from: 2026-10-01, source: plan");

    CostView after = october();
    assertThat(after.total()).isEqualTo("24.800000000000000001");
    assertThat(String.valueOf(after.conversion())).contains("lockedBy=" + OCTOBER);
    JsonNode closed = detail();
    assertThat(closed.path("lockedRates").get(0).path("rate").asText()).isEqualTo("0.8");
    assertThat(closed.path("changes").path("rates").findValuesAsText("words"))
        .containsExactly(
            "monthly average rate of USD to EUR from 2026-10-01T00:00:00Z: 0.8 until"
                + " 2100-01-01T00:00:00Z (bank) is now 0.5 until 2100-01-01T00:00:00Z (bank)",
            "budget rate of JPY to EUR from 2026-10-01T00:00:00Z: none is now 0.9 until"
                + " 2100-01-01T00:00:00Z (plan)");
  }

  @Test
  void a_rate_that_was_missing_at_the_sign_off_stays_missing() {
    rates("rate: 0.8 EUR/USD, purpose: budget, from: 2026-10-01, source: plan");
    closeOctober();
    rates("rate: 0.5 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank");

    assertThat(october().totals()).isEqualTo(Map.of("EUR", "7", "USD", "22.250000000000000001"));
  }

  @Test
  void a_reopened_month_takes_the_rates_of_now_and_locks_them_at_its_next_sign_off() {
    rates("rate: 0.8 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank");
    closeOctober();
    rates("rate: 0.5 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank");
    clock.move(Duration.ofDays(1));
    service.reopen(OCTOBER, "ada", "wrong rate");
    assertThat(october().total()).isEqualTo("18.125");
    assertThat(detail().path("lockedRates").isNull()).isTrue();

    clock.move(Duration.ofDays(1));
    closeOctober();
    rates("rate: 0.1 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank");

    assertThat(october().total()).isEqualTo("18.125");
    assertThat(detail().path("lockedRates").get(0).path("rate").asText()).isEqualTo("0.5");
  }

  /** An invoice of October over 1,000 USD, to be paid with so many EUR on 12 November. */
  private void invoice(String paid) {
    invoice(
        paid,
        Optional.of(Instant.parse("2026-11-02T00:00:00Z")),
        Optional.of(Instant.parse("2026-11-12T00:00:00Z")));
  }

  private void invoice(String paid, Optional<Instant> issued, Optional<Instant> due) {
    invoice(paid, IssueStatus.ISSUED, issued, due);
  }

  private void invoice(
      String paid, IssueStatus status, Optional<Instant> issued, Optional<Instant> due) {
    InvoiceLine line =
        new InvoiceLine(
            new InvoiceKey("AWS", "INV-1", "USD"),
            "1",
            "a",
            new TimeRange(
                Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z")),
            "Usage",
            Amount.of(1000),
            new InvoiceLine.Issue(status, issued, due),
            Optional.of(new Payment("EUR", Optional.of(Amount.parse(paid)))),
            InvoiceLine.Details.NONE);
    DatasetDraft draft =
        new DatasetDraft(
            new DatasetLoad(
                "load " + paid + status,
                Dataset.INVOICES,
                "s",
                DatasetLoad.Origin.FILE,
                "content " + paid + status,
                "",
                List.of("invoices.csv"),
                new DatasetLoad.Counts(1, 0, 0),
                List.of(),
                "ada"),
            List.<DatasetRow>of(line),
            List.of());
    DatasetLedger datasets = new DatasetLedger(ledger.client);
    datasets.store(draft);
    datasets.publish(draft.load(), ledger.now().plusMillis(++loads));
  }

  @Test
  void what_a_payment_cost_beyond_the_booked_invoice_is_a_line_of_the_bridge_and_an_entry() {
    rates(
        "rate: 0.8 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank",
        "rate: 0.9 EUR/USD, purpose: invoice, from: 2026-11-01, source: bank");
    invoice("912.5");

    JsonNode bridge =
        JsonOf.value(
            queries.bridge(
                new BridgeRequest(
                    YearMonth.of(2026, 10),
                    LedgerQueries.PeriodBasis.USAGE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("EUR"),
                    Optional.empty())));
    Map<String, String> lines = new TreeMap<>();
    for (JsonNode line : bridge.path("converted").path("lines")) {
      lines.put(line.path("line").asText(), line.path("amount").asText());
    }
    // 22.250000000000000001 USD x 0.8 + 7 EUR, and 912.5 EUR paid for 900 booked.
    assertThat(lines)
        .containsEntry("payable", "37.300000000000000001")
        .containsEntry("currency", "-12.5")
        .containsEntry("effective", "24.800000000000000001");
    assertThat(bridge.path("converted").path("realised").get(0).path("difference").asText())
        .isEqualTo("12.5");

    List<JournalEntry> entries =
        service.journal("FY2026-P11", Optional.empty()).orElseThrow().entries().stream()
            .filter(entry -> entry.kind() == JournalEntry.Kind.REALISED_DIFFERENCE)
            .toList();
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).date()).isEqualTo(LocalDate.of(2026, 11, 12));
    assertThat(entries.get(0).reference()).isEqualTo("payment of invoice AWS INV-1 USD");
    assertThat(
            entries.get(0).lines().stream()
                .map(line -> line.side() + " " + line.account().account() + " " + line.amount()))
        .containsExactly("DEBIT exchange-difference 12.5 EUR", "CREDIT payable 12.5 EUR");
    assertThat(service.journal("FY2026-P10", Optional.empty()).orElseThrow().entries())
        .noneMatch(entry -> entry.kind() == JournalEntry.Kind.REALISED_DIFFERENCE);
  }

  @Test
  void a_difference_that_is_not_known_is_named_in_bridge_and_journal() {
    rates("rate: 0.8 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank");
    invoice("912.5");

    assertThat(service.journal("FY2026-P11", Optional.empty()).orElseThrow().notAccrued())
        .anyMatch(
            note ->
                note.startsWith(
                    "the realised difference of invoice AWS INV-1 USD is not known: no invoice"
                        + " rate from USD to EUR at 2026-11-02T00:00:00Z"));
  }

  @Test
  void a_difference_of_an_invoice_without_any_date_is_named_in_the_journal_too() {
    rates("rate: 0.8 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank");
    invoice("912.5", Optional.empty(), Optional.empty());

    assertThat(service.journal("FY2026-P10", Optional.empty()).orElseThrow().notAccrued())
        .contains(
            "the realised difference of invoice AWS INV-1 USD is not known: its issue date is not"
                + " known; load it as FOCUS Invoice Detail");
  }

  @Test
  void a_difference_that_comes_after_the_sign_off_of_its_period_is_named_in_the_open_one() {
    rates(
        "rate: 0.8 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank",
        "rate: 0.9 EUR/USD, purpose: invoice, from: 2026-10-01, source: bank");
    closeOctober();
    clock.move(Duration.ofDays(1));
    invoice(
        "912.5",
        Optional.of(Instant.parse("2026-10-02T00:00:00Z")),
        Optional.of(Instant.parse("2026-10-12T00:00:00Z")));

    assertThat(service.journal("FY2026-P10", Optional.empty()).orElseThrow().entries())
        .noneMatch(entry -> entry.kind() == JournalEntry.Kind.REALISED_DIFFERENCE);
    assertThat(service.journal("FY2026-P11", Optional.empty()).orElseThrow().notAccrued())
        .contains(
            "the realised difference of invoice AWS INV-1 USD, paid in FY2026-P10, is 12.5 EUR and"
                + " does not stand so in the journal of that period, which is closed: reopen it,"
                + " or book the rest by hand");
  }

  @Test
  void a_signed_loss_that_became_a_gain_or_is_no_more_is_named_in_the_open_period() {
    rates(
        "rate: 0.8 EUR/USD, purpose: monthly-average, from: 2026-10-01, source: bank",
        "rate: 0.9 EUR/USD, purpose: invoice, from: 2026-10-01, source: bank");
    Optional<Instant> issued = Optional.of(Instant.parse("2026-10-02T00:00:00Z"));
    Optional<Instant> due = Optional.of(Instant.parse("2026-10-12T00:00:00Z"));
    invoice("912.5", issued, due);
    closeOctober();
    clock.move(Duration.ofDays(1));
    assertThat(late()).as("as it is signed").isEmpty();

    invoice("887.5", issued, due);
    assertThat(late())
        .singleElement()
        .asString()
        .startsWith(
            "the realised difference of invoice AWS INV-1 USD, paid in FY2026-P10, is -12.5 EUR and"
                + " does not stand so");

    invoice("900", issued, due);
    assertThat(late()).singleElement().asString().contains("is 0 EUR and does not stand so");

    invoice("912.5", IssueStatus.VOIDED, issued, due);
    assertThat(late())
        .containsExactly(
            "the realised difference of the payment of invoice AWS INV-1 USD, 12.5 EUR, stands in"
                + " the journal of FY2026-P10, which is closed, and is no more as invoices and"
                + " rates are known now: reopen it, or take it back by hand");
  }

  private List<String> late() {
    return service.journal("FY2026-P11", Optional.empty()).orElseThrow().notAccrued().stream()
        .filter(note -> note.startsWith("the realised difference"))
        .toList();
  }
}
