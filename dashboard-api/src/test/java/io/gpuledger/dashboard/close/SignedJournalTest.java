package io.gpuledger.dashboard.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.JournalLine;
import io.gpuledger.cost.commitment.SpendShortfall;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.dashboard.close.FakeCloseLedger.Cost;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal of a signed period, and of the one that bears its corrections, books. */
class SignedJournalTest {
  private static final String OCTOBER = "FY2026-P10";
  private static final String NOVEMBER = "FY2026-P11";
  private static final String DECEMBER = "FY2026-P12";

  @TempDir Path folder;
  private CloseTestbed books;

  @BeforeEach
  void open() {
    books = new CloseTestbed(folder);
    books.ledger.publish("2026-10-02T00:00:00Z", "FY2026-P09", new Cost("aws", "v", "900", true));
  }

  @AfterEach
  void close() {
    books.close();
  }

  private static Cost cost(String team, String billed, String invoice) {
    return new Cost("aws", team, billed, invoice);
  }

  @Test
  void an_accrued_difference_is_booked_once_by_the_invoice_that_brings_it() {
    books.ledger.publish("2026-11-03T00:00:00Z", OCTOBER, cost("v", "1000", ""));
    books.closePeriod(OCTOBER);
    assertThat(books.journal(OCTOBER).entries())
        .extracting(JournalEntry::kind)
        .containsExactly(JournalEntry.Kind.ACCRUAL, JournalEntry.Kind.ACCRUAL_REVERSAL);

    books.ledger.publish("2026-11-10T00:00:00Z", OCTOBER, cost("v", "1100", "INV-1"));

    assertThat(books.corrections(NOVEMBER))
        .as("1,000 accrued and undone, 1,100 booked by accounts payable: 100 is not booked again")
        .isEmpty();
    assertThat(books.detail(NOVEMBER).path("corrections").path("totals").findValuesAsText("amount"))
        .as("the figures are corrected all the same")
        .containsExactly("100", "100");
  }

  @Test
  void only_invoices_that_the_sign_off_knew_are_corrected() {
    books.ledger.publish(
        "2026-11-03T00:00:00Z", OCTOBER, cost("v", "1000", "INV-1"), cost("s", "400", ""));
    books.closePeriod(OCTOBER);
    books.ledger.publish(
        "2026-11-10T00:00:00Z",
        OCTOBER,
        cost("v", "980.25", "INV-1"),
        cost("r", "19", "INV-1"),
        cost("s", "450", "INV-2"));

    assertThat(books.corrections(NOVEMBER)).containsExactly("cc-r DEBIT 19", "cc-v CREDIT 19.75");

    books.ledger.publish("2026-12-02T00:00:00Z", NOVEMBER, cost("v", "5", "INV-3"));
    books.until("2026-12-03T09:00:00Z");
    books.closePeriod(NOVEMBER);
    assertThat(books.corrections(NOVEMBER))
        .as("booked by the sign-off")
        .containsExactly("cc-r DEBIT 19", "cc-v CREDIT 19.75");
    assertThat(books.corrections(DECEMBER)).isEmpty();
    assertThat(books.detail(NOVEMBER).path("corrections").path("rows").findValuesAsText("metric"))
        .containsOnly("billed", "effective");
  }

  @Test
  void the_journal_of_a_signed_period_stands_whatever_is_configured_later() {
    books.sources = List.of("lambda");
    books.ledger.publish("2026-11-03T00:00:00Z", OCTOBER, cost("v", "1000", ""));
    assertThat(books.service.prepare(OCTOBER, "fin", Map.of("bills", "late"))).isPresent();
    assertThat(books.service.signOff(OCTOBER, "ada", Optional.empty())).isPresent();
    PeriodJournal signed = books.journal(OCTOBER);
    assertThat(signed.notAccrued()).hasSize(1);
    assertThat(signed.entries()).hasSize(2);

    books.config =
        new CloseConfig(
            books.config.calendar(),
            new CloseConfig.Accounts(
                "other", "6000", "2100", "2000", "7000", "1300", "1400", "6900"));
    books.sources = List.of("nebius");

    assertThat(books.journal(OCTOBER)).isEqualTo(signed);
  }

  @Test
  void a_sign_off_as_of_before_that_of_an_earlier_period_is_refused() {
    books.ledger.publish("2026-11-03T00:00:00Z", OCTOBER, cost("v", "1000", "INV-1"));
    books.ledger.publish("2026-12-02T00:00:00Z", NOVEMBER, cost("v", "5", "INV-2"));
    books.ledger.publish("2026-12-04T00:00:00Z", OCTOBER, cost("v", "1010", "INV-1"));
    books.until("2026-12-05T09:00:00Z");
    books.closePeriod(OCTOBER);
    assertThat(books.service.prepare(NOVEMBER, "fin", Map.of())).isPresent();

    assertThatThrownBy(
            () ->
                books.service.signOff(
                    NOVEMBER, "ada", Optional.of(Instant.parse("2026-12-02T00:00:00Z"))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(
            "2026-12-02T00:00:00Z is before 2026-12-04T00:00:00Z, as of which FY2026-P10 is"
                + " signed");
    assertThat(books.detail(NOVEMBER).path("words").asText()).isEqualTo("in review");
  }

  @Test
  void a_period_asked_as_of_before_a_sign_off_bears_no_correction_of_it() {
    books.ledger.publish("2026-11-03T00:00:00Z", OCTOBER, cost("v", "1000", "INV-1"));
    books.ledger.publish("2026-11-04T00:00:00Z", OCTOBER, cost("v", "1010", "INV-1"));
    books.closePeriod(OCTOBER);

    Optional<Instant> before = Optional.of(Instant.parse("2026-11-03T00:00:00Z"));

    assertThat(books.service.journal(NOVEMBER, before).orElseThrow().entries()).isEmpty();
    assertThat(books.service.detail(OCTOBER, before).orElseThrow().get("words")).isEqualTo("open");
  }

  @Test
  void a_projected_shortfall_is_accrued_and_taken_back_in_the_next_period() {
    assertThat(ofInput().entries())
        .filteredOn(entry -> entry.reference().startsWith("shortfall of a spend commitment"))
        .extracting(
            JournalEntry::kind,
            entry -> entry.reference().replaceAll("reversal of [0-9a-f]{32}", "reversal of it"),
            entry -> entry.date().toString(),
            entry -> entry.lines().stream().map(SignedJournalTest::text).toList())
        .containsExactly(
            tuple(
                JournalEntry.Kind.ACCRUAL,
                "shortfall of a spend commitment / AWS / edp / USD",
                "2026-10-31",
                List.of("DEBIT expense 3100", "CREDIT accrued-liability 3100")),
            tuple(
                JournalEntry.Kind.ACCRUAL_REVERSAL,
                "shortfall of a spend commitment / AWS / edp / USD, reversal of it",
                "2026-11-01",
                List.of("CREDIT expense 3100", "DEBIT accrued-liability 3100")));
  }

  @Test
  void a_shortfall_of_a_target_that_ended_is_named_in_the_period_after_and_in_no_later_one() {
    books.ledger.publish("2026-11-03T00:00:00Z", OCTOBER, cost("v", "1000", "INV-1"));
    books.ledger.endedShortfalls(
        OCTOBER, new SpendShortfall("AWS", "edp", "USD", Optional.of(Amount.of(36_500))));
    books.until("2026-12-05T09:00:00Z");

    assertThat(books.journal(OCTOBER).notAccrued()).isEmpty();
    assertThat(books.journal(NOVEMBER).notAccrued())
        .contains(
            "the shortfall of 36500 USD of spend commitment edp at AWS, whose target ended in"
                + " FY2026-P10, is accrued no more: until the provider's bill of it is loaded,"
                + " book it by hand");
    assertThat(books.journal(DECEMBER).notAccrued()).isEmpty();
  }

  @Test
  void names_that_hold_the_separator_give_keys_of_their_own() {
    assertThat(ofInput().entries())
        .filteredOn(entry -> entry.kind() == JournalEntry.Kind.ACCRUAL)
        .extracting(JournalEntry::reference)
        .contains(
            "aws / \"a / b\" / c / USD",
            "aws / a / \"b / c\" / USD",
            "aws / /subscriptions/1 / c / USD");
  }

  private static String text(JournalLine line) {
    return line.side() + " " + line.account().account() + " " + line.amount().amount();
  }

  private static PeriodJournal ofInput() {
    return PeriodJournal.of(
        new PeriodJournal.Input(
            CloseConfig.DEFAULT.calendar().period(2026, 10),
            CloseConfig.DEFAULT.calendar().period(2026, 11),
            List.of(owed("a / b", "c"), owed("a", "b / c"), owed("/subscriptions/1", "c")),
            List.of(new SpendShortfall("AWS", "edp", "USD", Optional.of(Amount.of(3_100)))),
            List.of(),
            List.of(),
            InvoiceDifferences.NONE,
            List.of(),
            List.of()),
        CloseConfig.DEFAULT.accounts(),
        Instant.EPOCH,
        false);
  }

  private static PeriodFacts.Owed owed(String account, String center) {
    return new PeriodFacts.Owed("aws", account, center, "USD", Amount.of(1), Amount.ZERO);
  }
}
