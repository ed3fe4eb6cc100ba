package io.gpuledger.dashboard.close;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.JournalLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What granted disputes bring into the journal of own books. */
class DisputedJournalTest {
  private static final String OCTOBER = "FY2026-P10";

  @TempDir Path folder;

  private static GrantedDisputes.Moved moved(String id, String amount) {
    return new GrantedDisputes.Moved(
        "dispute " + id,
        LocalDate.of(2026, 10, 31),
        "CC-2",
        "CC-9",
        new Money("USD", Amount.parse(amount)));
  }

  private static List<JournalEntry> disputes(PeriodJournal journal) {
    return journal.entries().stream()
        .filter(entry -> entry.reference().startsWith("dispute"))
        .toList();
  }

  @Test
  void a_granted_dispute_is_a_balanced_entry_of_two_lines_between_the_cost_centres() {
    try (CloseTestbed books = new CloseTestbed(folder)) {
      books.ledger.publish(
          "2026-11-03T00:00:00Z", OCTOBER, new FakeCloseLedger.Cost("aws", "v", "1000", ""));
      books.disputes = (period, asOf) -> List.of(moved("d1", "12.5"), moved("d2", "-3"));

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
  }

  @Test
  void the_journal_of_a_signed_period_keeps_the_disputes_of_its_sign_off() {
    try (CloseTestbed books = new CloseTestbed(folder)) {
      books.ledger.publish(
          "2026-11-03T00:00:00Z", OCTOBER, new FakeCloseLedger.Cost("aws", "v", "1000", ""));
      books.disputes =
          (period, asOf) -> period.number() == 10 ? List.of(moved("d1", "5")) : List.of();
      books.closePeriod(OCTOBER);
      List<JournalEntry> signed = disputes(books.journal(OCTOBER));
      books.disputes = (period, asOf) -> List.of();

      assertThat(signed).hasSize(1);
      assertThat(disputes(books.journal(OCTOBER))).isEqualTo(signed);
    }
  }
}
