package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.dashboard.auth.Principal;
import io.gpuledger.dashboard.auth.Role;
import io.gpuledger.dashboard.close.BookCurrencies;
import io.gpuledger.dashboard.close.BookSettings;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.close.CloseStore;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.dispute.DisputeJournal;
import io.gpuledger.dashboard.dispute.DisputeService;
import io.gpuledger.dashboard.dispute.DisputeService.Decision;
import io.gpuledger.dashboard.dispute.DisputeService.Draft;
import io.gpuledger.dashboard.dispute.DisputeService.Reply;
import io.gpuledger.dashboard.dispute.DisputeStore;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dispute that is granted after the last publication, in the statement and in own books. */
@Tag("live")
class DisputedBooksOnEngineTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
  private static final Principal LEAD =
      new Principal("lena", Role.LEAD, List.of("vision"), "token-1");
  private static final Principal FINANCE = new Principal("fin", Role.FINANCE, List.of(), "token-2");

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.parse("2026-12-03T10:00:00Z"));
  private TestLedger ledger;
  private StateStore state;
  private LedgerReader reader;
  private CloseService close;
  private DisputeService disputes;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(folder.resolve("engine"));
    ledger = new TestLedger(folder.resolve("engine"));
    state = StateStore.open(folder.resolve("state.db"));
    reader =
        new LedgerReader(
            ledger.client, () -> RulesInForce.of(TestLedger.RULES), LiveFacts.NONE, clock);
    DisputeStore store = new DisputeStore(state);
    DisputeJournal journal = new DisputeJournal(store);
    close =
        new CloseService(
            new CloseStore(state),
            new SqlCloseLedger(reader, journal::newestDecision),
            new BookSettings(() -> CloseConfig.DEFAULT, List::of),
            BookCurrencies.NONE,
            journal,
            clock);
    disputes = new DisputeService(store, new SqlStatementBook(reader, close), clock);
  }

  @AfterEach
  void close() {
    state.close();
    ledger.close();
  }

  private void grantAll() {
    String id =
        disputes
            .open(
                new Draft(OCTOBER, "effective", new Party("vision", "-"), "USD", "direct"),
                "not ours",
                LEAD)
            .id();
    clock.move(Duration.ofHours(2));
    disputes.reply(
        id, new Reply(Decision.ACCEPT, "granted", Optional.empty(), Optional.empty()), FINANCE);
  }

  private List<String> booked(Optional<Instant> asOf) {
    return close.journal("FY2026-P11", asOf).orElseThrow().entries().stream()
        .filter(entry -> entry.kind() == JournalEntry.Kind.CORRECTION)
        .map(JournalEntry::reference)
        .toList();
  }

  @Test
  void the_statement_and_the_journal_of_the_same_month_both_have_it() {
    grantAll();
    DisputeCorrections statement = new DisputeCorrections(disputes);
    Instant asOf = reader.snapshot(Optional.empty(), statement.newest()).asOf();

    assertThat(statement.of(NOVEMBER, "effective", asOf))
        .extracting(StatementLine::component)
        .isNotEmpty();
    assertThat(booked(Optional.empty())).singleElement().asString().startsWith("dispute ");
  }

  @Test
  void as_of_an_instant_before_the_decision_neither_has_it() {
    Instant before = clock.instant();
    grantAll();

    assertThat(new DisputeCorrections(disputes).of(NOVEMBER, "effective", before)).isEmpty();
    assertThat(booked(Optional.of(before))).isEmpty();
    assertThat(booked(Optional.of(clock.instant()))).hasSize(1);
  }
}
