package io.gpuledger.dashboard.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.JournalLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What granted disputes bring into the journals of own books: each into one, whenever decided. */
class DisputedJournalTest {
  private static final String OCTOBER = "FY2026-P10";
  private static final String NOVEMBER = "FY2026-P11";
  private static final String DECEMBER = "FY2026-P12";

  @TempDir Path folder;
  private CloseTestbed books;
  private final TreeMap<Instant, GrantedDisputes.Moved> granted = new TreeMap<>();

  @BeforeEach
  void open() {
    books = new CloseTestbed(folder);
    books.disputes = until -> List.copyOf(granted.headMap(until, true).values());
    publish("2026-11-03T00:00:00Z", OCTOBER);
  }

  @AfterEach
  void close() {
    books.close();
  }

  private void publish(String at, String period) {
    books.ledger.publish(at, period, new FakeCloseLedger.Cost("aws", "v", "1000", "INV-1"));
  }

  /** Grants a dispute that October's statement shows. */
  private void grant(String at, String id, String amount) {
    granted.put(
        Instant.parse(at),
        new GrantedDisputes.Moved(
            "dispute " + id,
            LocalDate.of(2026, 10, 31),
            "CC-2",
            "CC-9",
            new Money("USD", Amount.parse(amount))));
  }

  private static List<JournalEntry> disputes(PeriodJournal journal) {
    return journal.entries().stream()
        .filter(entry -> entry.reference().startsWith("dispute"))
        .toList();
  }

  /** The disputes of a journal with the days that they are booked on. */
  private List<String> booked(String period) {
    return words(books.journal(period));
  }

  private List<String> booked(String period, String asOf) {
    return words(books.service.journal(period, Optional.of(Instant.parse(asOf))).orElseThrow());
  }

  private static List<String> words(PeriodJournal journal) {
    return disputes(journal).stream().map(entry -> entry.reference() + " " + entry.date()).toList();
  }

  @Test
  void a_granted_dispute_is_a_balanced_entry_of_two_lines_between_the_cost_centres() {
    grant("2026-11-01T00:00:00Z", "d1", "12.5");
    grant("2026-11-02T00:00:00Z", "d2", "-3");

    List<JournalEntry> entries = disputes(books.journal(OCTOBER));

    assertThat(entries)
        .extracting(
            entry ->
                entry.lines().stream()
                    .map(
                        line ->
                            line.side() + " " + line.account().costCenter() + " " + line.amount())
                    .toList())
        .containsExactly(
            List.of("DEBIT CC-9 12.5 USD", "CREDIT CC-2 12.5 USD"),
            List.of("CREDIT CC-9 3 USD", "DEBIT CC-2 3 USD"));
    for (JournalEntry entry : entries) {
      assertThat(
              entry.lines().stream()
                  .map(
                      line ->
                          line.side() == JournalLine.Side.DEBIT
                              ? line.amount().amount()
                              : line.amount().amount().negated())
                  .reduce(Amount.ZERO, Amount::plus))
          .isEqualTo(Amount.ZERO);
    }
    assertThat(disputes(books.journal(OCTOBER)))
        .as("the same ids however often it is asked")
        .extracting(JournalEntry::id)
        .isEqualTo(entries.stream().map(JournalEntry::id).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void the_journal_of_a_signed_period_keeps_the_disputes_of_its_sign_off() {
    grant("2026-11-02T00:00:00Z", "d1", "5");
    books.closePeriod(OCTOBER);
    List<JournalEntry> signed = disputes(books.journal(OCTOBER));
    granted.clear();

    assertThat(signed).hasSize(1);
    assertThat(disputes(books.journal(OCTOBER))).isEqualTo(signed);
  }

  @Test
  void what_is_granted_after_the_signed_instant_is_booked_in_the_next_open_period_and_only_there() {
    grant("2026-11-02T00:00:00Z", "d1", "5");
    grant("2026-11-04T00:00:00Z", "d2", "7");

    books.closePeriod(OCTOBER);
    publish("2026-12-01T00:00:00Z", NOVEMBER);

    assertThat(booked(OCTOBER))
        .as("signed on 5 November as of the third")
        .containsExactly("dispute d1 2026-10-31");
    assertThat(booked(NOVEMBER)).containsExactly("dispute d2 2026-11-30");

    books.until("2026-12-02T00:00:00Z");
    books.closePeriod(NOVEMBER);
    publish("2026-12-20T00:00:00Z", DECEMBER);
    books.until("2026-12-21T00:00:00Z");

    assertThat(booked(OCTOBER)).containsExactly("dispute d1 2026-10-31");
    assertThat(booked(NOVEMBER)).containsExactly("dispute d2 2026-11-30");
    assertThat(booked(DECEMBER)).isEmpty();
  }

  @Test
  void one_that_two_sign_offs_knew_nothing_of_is_booked_in_the_third_period() {
    books.closePeriod(OCTOBER);
    publish("2026-12-01T00:00:00Z", NOVEMBER);
    books.until("2026-12-02T00:00:00Z");
    grant("2026-12-01T12:00:00Z", "d1", "5");
    books.closePeriod(NOVEMBER);
    publish("2026-12-20T00:00:00Z", DECEMBER);
    books.until("2026-12-21T00:00:00Z");

    assertThat(booked(OCTOBER)).isEmpty();
    assertThat(booked(NOVEMBER)).isEmpty();
    assertThat(booked(DECEMBER)).containsExactly("dispute d1 2026-12-31");
  }

  @Test
  void a_reopened_period_takes_back_what_no_signed_journal_has() {
    grant("2026-11-04T00:00:00Z", "d1", "5");
    books.closePeriod(OCTOBER);
    publish("2026-12-01T00:00:00Z", NOVEMBER);
    books.until("2026-12-02T00:00:00Z");
    books.service.reopen(OCTOBER, "fin", "a dispute is missing");

    assertThat(booked(OCTOBER)).containsExactly("dispute d1 2026-10-31");
    assertThat(booked(NOVEMBER)).isEmpty();

    books.closePeriod(OCTOBER);
    assertThat(booked(OCTOBER)).containsExactly("dispute d1 2026-10-31");
    assertThat(booked(NOVEMBER)).isEmpty();
  }

  @Test
  void a_reopened_period_leaves_to_a_later_one_what_that_has_signed() {
    grant("2026-11-04T00:00:00Z", "d1", "5");
    books.closePeriod(OCTOBER);
    publish("2026-12-01T00:00:00Z", NOVEMBER);
    books.until("2026-12-02T00:00:00Z");
    books.closePeriod(NOVEMBER);
    books.service.reopen(OCTOBER, "fin", "a bill was wrong");

    assertThat(booked(OCTOBER)).isEmpty();
    assertThat(booked(NOVEMBER)).containsExactly("dispute d1 2026-11-30");

    books.service.reopen(NOVEMBER, "fin", "so was this one");
    assertThat(booked(OCTOBER)).containsExactly("dispute d1 2026-10-31");
    assertThat(booked(NOVEMBER)).isEmpty();
  }

  @Test
  void as_of_each_instant_a_dispute_is_in_one_journal_at_most() {
    grant("2026-11-04T00:00:00Z", "d1", "5");
    books.service.prepare(OCTOBER, "fin", Map.of());
    books.service.signOff(OCTOBER, "ada", Optional.empty());
    publish("2026-12-01T00:00:00Z", NOVEMBER);
    books.until("2026-12-02T00:00:00Z");

    assertThat(booked(OCTOBER, "2026-11-03T00:00:00Z")).isEmpty();
    assertThat(booked(NOVEMBER, "2026-11-03T00:00:00Z")).isEmpty();
    assertThat(booked(OCTOBER, "2026-12-01T00:00:00Z"))
        .as("as known then October is closed, and its journal has none")
        .isEmpty();
    assertThat(booked(NOVEMBER, "2026-12-01T00:00:00Z")).containsExactly("dispute d1 2026-11-30");
  }
}
