package io.gpuledger.dashboard.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.close.CloseEvent;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.invoice.PeriodTie;
import io.gpuledger.cost.invoice.TieStatus;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.spread.Spread;
import io.gpuledger.cost.spread.Steps;
import io.gpuledger.dashboard.close.FakeCloseLedger.Cost;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.http.JsonOf;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a close, what they sign, and what becomes of a closed month that is rewritten. */
class CloseServiceTest {
  private static final String SEPTEMBER = "FY2026-P09";
  private static final String OCTOBER = "FY2026-P10";
  private static final String NOVEMBER = "FY2026-P11";

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.parse("2026-11-05T09:00:00Z"));
  private final FakeCloseLedger ledger = new FakeCloseLedger();
  private StateStore state;
  private CloseConfig config = CloseConfig.DEFAULT;
  private List<String> sources = List.of();
  private CloseService service;

  @BeforeEach
  void open() {
    state = StateStore.open(folder.resolve("state.db"));
    service =
        new CloseService(
            new CloseStore(state),
            ledger,
            new BookSettings(() -> config, () -> sources),
            BookCurrencies.NONE,
            GrantedDisputes.NONE,
            clock);
    ledger.publish("2026-10-02T00:00:00Z", SEPTEMBER, new Cost("aws", "vision", "900", true));
    ledger.publish(
        "2026-11-03T00:00:00Z",
        OCTOBER,
        new Cost("aws", "vision", "1000", true),
        new Cost("aws", "speech", "400.000000000000000001", true));
  }

  @AfterEach
  void close() {
    state.close();
  }

  private void until(String instant) {
    clock.move(Duration.between(clock.instant(), Instant.parse(instant)));
  }

  private JsonNode detail(String period) {
    return JsonOf.value(service.detail(period, Optional.empty()).orElseThrow());
  }

  private JsonNode prepare(String period, String user) {
    return JsonOf.value(service.prepare(period, user, Map.of()).orElseThrow());
  }

  private JsonNode signOff(String period, String user) {
    return JsonOf.value(service.signOff(period, user, Optional.empty()).orElseThrow());
  }

  private static List<String> refusals(Runnable step) {
    try {
      step.run();
    } catch (RefusedException refused) {
      return refused.problems().stream().map(Problem::message).toList();
    }
    return List.of();
  }

  private void closeOctober() {
    prepare(OCTOBER, "fin");
    signOff(OCTOBER, "ada");
  }

  /** Vision paid back, robotics came: a late bill of October. */
  private void rewriteOctober() {
    ledger.publish(
        "2026-11-10T00:00:00Z",
        OCTOBER,
        new Cost("aws", "vision", "980.25", true),
        new Cost("aws", "speech", "400.000000000000000001", true),
        new Cost("aws", "robotics", "30", true));
    until("2026-11-11T09:00:00Z");
  }

  private void rewriteVision(String at, String billed) {
    ledger.publish(
        at,
        OCTOBER,
        new Cost("aws", "vision", billed, true),
        new Cost("aws", "speech", "400.000000000000000001", true));
  }

  @Test
  void a_period_goes_from_open_to_closed_and_back_with_its_history() {
    assertThat(detail(OCTOBER).path("words").asText()).isEqualTo("open");
    assertThat(prepare("2026-10", "fin").path("words").asText()).isEqualTo("in review");
    clock.move(Duration.ofMinutes(1));
    JsonNode closed = signOff(OCTOBER, "ada");
    assertThat(closed.path("words").asText()).isEqualTo("closed");
    assertThat(closed.path("signOff").path("preparer").asText()).isEqualTo("fin");
    assertThat(closed.path("signOff").path("by").asText()).isEqualTo("ada");
    assertThat(closed.path("signOff").path("asOf").asText()).isEqualTo("2026-11-03T00:00:00Z");

    JsonNode reopened =
        JsonOf.value(service.reopen(OCTOBER, "ada", "a bill came late").orElseThrow());

    assertThat(reopened.path("words").asText()).isEqualTo("reopened");
    assertThat(reopened.path("history").findValuesAsText("to"))
        .containsExactly("in review", "closed", "reopened");
    assertThat(reopened.path("history").get(2).path("reason").asText())
        .isEqualTo("a bill came late");
    assertThat(reopened.path("signed").path("totals").get(0).path("billed").asText())
        .as("what was signed stays readable")
        .isEqualTo("1400.000000000000000001");
  }

  @Test
  void who_prepared_it_does_not_sign_it() {
    prepare(OCTOBER, "Fin");

    assertThat(refusals(() -> signOff(OCTOBER, " fin")))
        .containsExactly(" fin has prepared the period; another person must sign it");
    assertThat(detail(OCTOBER).path("words").asText()).isEqualTo("in review");
  }

  @Test
  void steps_out_of_order_are_refused() {
    assertThat(refusals(() -> signOff(OCTOBER, "ada")))
        .contains("a period that is open cannot be signed off");
    assertThat(refusals(() -> service.reopen(OCTOBER, "ada", "why not")))
        .contains("a period that is open cannot be reopened");
    closeOctober();
    assertThat(refusals(() -> prepare(OCTOBER, "fin")))
        .contains("a period that is closed cannot be submitted");
    assertThat(refusals(() -> service.reopen(OCTOBER, "ada", " "))).contains("is missing");
  }

  @Test
  void a_period_in_review_is_sent_back_with_a_reason() {
    prepare(OCTOBER, "fin");

    JsonNode back =
        JsonOf.value(service.reopen(OCTOBER, "ada", "accruals are missing").orElseThrow());

    assertThat(back.path("words").asText()).isEqualTo("open");
    assertThat(prepare(OCTOBER, "fin").path("words").asText()).isEqualTo("in review");
  }

  @Test
  void a_preparation_is_refused_with_every_item_that_is_open() {
    sources = List.of("aws", "coreweave");
    ledger.tie(new PeriodTie(TieStatus.NO_INDEPENDENT_TOTAL, 0, 0, 1, 0, 0, 0));
    ledger.unexplained("0.000000000000000001");
    ledger.rejected("aws", 3);
    ledger.waiting(2);

    assertThat(refusals(() -> prepare(OCTOBER, "fin")))
        .hasSize(5)
        .anyMatch(text -> text.contains("coreweave has delivered nothing"))
        .anyMatch(text -> text.contains("2 deliveries that came or went"))
        .anyMatch(
            text ->
                text.contains(
                    "USD is not tied to an invoice: 1 invoice has no independently loaded total"))
        .anyMatch(text -> text.contains("unexplained is 0.000000000000000001 USD"))
        .anyMatch(text -> text.contains("rows refused: aws 3"));

    ledger.waiting(0);
    Map<String, String> notes =
        Map.of(
            "bills", "no longer used", "invoices", "due on 12", "bridge", "seen", "rejects", "x");
    JsonNode prepared = JsonOf.value(service.prepare(OCTOBER, "fin", notes).orElseThrow());
    assertThat(prepared.path("words").asText()).isEqualTo("in review");
    JsonNode bills = prepared.path("checklist").get(1);
    assertThat(bills.path("state").asText()).isEqualTo("acknowledged");
    assertThat(bills.path("by").asText()).isEqualTo("fin");
    assertThat(bills.path("note").asText()).isEqualTo("no longer used");
  }

  @Test
  void nobody_can_stand_for_an_allocation_that_waits_or_a_period_that_runs() {
    ledger.waiting(1);
    assertThat(refusals(() -> service.prepare(OCTOBER, "fin", Map.of("allocation", "go on"))))
        .singleElement()
        .asString()
        .contains("still being allocated");
    ledger.waiting(0);
    ledger.publish("2026-11-04T00:00:00Z", NOVEMBER, new Cost("aws", "vision", "1", true));
    assertThat(refusals(() -> service.prepare(NOVEMBER, "fin", Map.of("ended", "soon"))))
        .singleElement()
        .asString()
        .contains("ends with 2026-11-30 UTC");
  }

  @Test
  void what_is_open_again_since_the_preparation_refuses_the_sign_off() {
    ledger.rejected("aws", 3);
    assertThat(service.prepare(OCTOBER, "fin", Map.of("rejects", "all looked at"))).isPresent();
    ledger.rejected("aws", 4);

    assertThat(refusals(() -> signOff(OCTOBER, "ada")))
        .containsExactly("'Refused rows have been looked at' is open again: rows refused: aws 4");
    ledger.rejected("aws", 3);
    assertThat(signOff(OCTOBER, "ada").path("words").asText()).isEqualTo("closed");
  }

  @Test
  void the_source_that_delivered_the_month_before_is_expected_again() {
    ledger.publish(
        "2026-11-04T00:00:00Z",
        SEPTEMBER,
        new Cost("aws", "vision", "900", true),
        new Cost("lambda", "vision", "9", true));

    assertThat(refusals(() -> prepare(OCTOBER, "fin")))
        .singleElement()
        .asString()
        .contains("lambda has delivered nothing");
  }

  @Test
  void signed_figures_stand_to_the_last_digit_and_the_diff_names_what_changed() {
    closeOctober();
    rewriteOctober();

    JsonNode detail = detail(OCTOBER);

    assertThat(detail.path("signed").path("totals").get(0).path("billed").asText())
        .isEqualTo("1400.000000000000000001");
    assertThat(detail.path("figures").path("totals").get(0).path("billed").asText())
        .isEqualTo("1410.250000000000000001");
    JsonNode changes = detail.path("changes");
    assertThat(changes.path("totalRows").asInt()).isEqualTo(4);
    JsonNode first = changes.path("rows").get(0);
    assertThat(first.path("team").asText()).isEqualTo("robotics");
    assertThat(first.path("metric").asText()).isEqualTo("billed");
    assertThat(first.path("before").isNull()).isTrue();
    assertThat(first.path("after").asText()).isEqualTo("30");
    assertThat(changes.path("rows").findValuesAsText("delta"))
        .containsExactly("30", "30", "-19.75", "-19.75");
    assertThat(changes.path("totals").get(0).path("delta").asText()).isEqualTo("10.25");
    assertThat(changes.path("deliveries").findValuesAsText("deliveryId"))
        .containsExactly("d2026-11-10T00:00:00Z");
    JsonNode then =
        JsonOf.value(
            service
                .detail(OCTOBER, Optional.of(Instant.parse("2026-11-03T00:00:00Z")))
                .orElseThrow());
    assertThat(then.path("figures")).as("as of the close").isEqualTo(then.path("signed"));
    assertThat(then.path("changes").path("totalRows").asInt()).isZero();
  }

  @Test
  void a_rewritten_closed_month_becomes_corrections_that_the_next_sign_off_books() {
    closeOctober();
    rewriteOctober();
    ledger.publish("2026-12-02T00:00:00Z", NOVEMBER, new Cost("aws", "vision", "5", true));
    until("2026-12-03T09:00:00Z");

    JsonNode pending = detail(NOVEMBER).path("corrections");
    assertThat(pending.path("totalRows").asInt()).isEqualTo(4);
    assertThat(pending.path("rows").findValuesAsText("amount"))
        .containsExactlyInAnyOrder("30", "-19.75", "30", "-19.75");
    assertThat(pending.path("rows").get(0).path("pending").asBoolean()).isTrue();
    assertThat(pending.path("rows").get(0).path("date").asText()).isEqualTo("2026-11-30");
    assertThat(detail(OCTOBER).path("correctedIn")).isEqualTo(pending);

    prepare(NOVEMBER, "fin");
    JsonNode booked = signOff(NOVEMBER, "ada").path("corrections");
    assertThat(booked.path("totals").findValuesAsText("amount")).containsExactly("10.25", "10.25");
    assertThat(booked.path("rows").get(0).path("pending").asBoolean()).isFalse();
    assertThat(detail("FY2026-P12").path("corrections").path("totalRows").asInt()).isZero();

    ledger.publish(
        "2026-12-05T00:00:00Z",
        OCTOBER,
        new Cost("aws", "vision", "985.25", true),
        new Cost("aws", "speech", "400.000000000000000001", true),
        new Cost("aws", "robotics", "30", true));
    JsonNode second = detail("FY2026-P12").path("corrections");
    assertThat(second.path("rows").findValuesAsText("amount")).containsExactly("5", "5");
    assertThat(second.path("rows").get(0).path("corrects").asText()).isEqualTo(OCTOBER);
    assertThat(detail(NOVEMBER).path("corrections")).isEqualTo(booked);
  }

  @Test
  void an_equal_amount_that_a_reopened_period_bears_once_more_is_an_entry_of_its_own() {
    closeOctober();
    rewriteVision("2026-11-10T00:00:00Z", "1005");
    ledger.publish("2026-12-01T00:00:00Z", NOVEMBER, new Cost("aws", "vision", "5", true));
    until("2026-12-03T09:00:00Z");
    prepare(NOVEMBER, "fin");
    signOff(NOVEMBER, "ada");
    assertThat(service.reopen(NOVEMBER, "ada", "once more")).isPresent();
    rewriteVision("2026-12-04T00:00:00Z", "1010");

    JsonNode rows = detail(NOVEMBER).path("corrections").path("rows");

    assertThat(rows.findValuesAsText("amount")).containsExactly("5", "5", "5", "5");
    assertThat(rows.findValuesAsText("pending")).containsExactly("false", "false", "true", "true");
    assertThat(rows.findValuesAsText("id")).doesNotHaveDuplicates();
    assertThat(rows.findValuesAsText("date"))
        .containsExactly("2026-11-30", "2026-11-30", "2026-11-29", "2026-11-29");
  }

  @Test
  void the_journal_accrues_what_is_on_no_invoice_and_undoes_it_in_the_next_period() {
    ledger.publish(
        "2026-11-04T00:00:00Z",
        OCTOBER,
        new Cost("aws", "vision", "1000", true),
        new Cost("coreweave", "speech", "400.000000000000000001", false));
    sources = List.of("lambda");

    PeriodJournal journal = service.journal("2026-10", Optional.empty()).orElseThrow();

    assertThat(journal.entries())
        .extracting(JournalEntry::kind)
        .containsExactly(JournalEntry.Kind.ACCRUAL, JournalEntry.Kind.ACCRUAL_REVERSAL);
    JournalEntry accrual = journal.entries().get(0);
    assertThat(accrual.date()).isEqualTo("2026-10-31");
    assertThat(accrual.reference()).isEqualTo("coreweave / a / cc-speech / USD");
    assertThat(accrual.lines().get(0).amount().amount().toString())
        .isEqualTo("400.000000000000000001");
    assertThat(accrual.lines().get(0).account().costCenter()).isEqualTo("cc-speech");
    assertThat(journal.entries().get(1).date()).isEqualTo("2026-11-01");
    assertThat(journal.notAccrued())
        .containsExactly("lambda has delivered nothing for the period, and nothing estimates it");
    assertThat(service.journal(OCTOBER, Optional.empty()).orElseThrow().entries())
        .extracting(JournalEntry::id)
        .isEqualTo(journal.entries().stream().map(JournalEntry::id).toList());
  }

  @Test
  void the_journal_books_what_is_paid_ahead_and_what_became_cost() {
    Instant bought = Instant.parse("2026-10-05T00:00:00Z");
    Instant after = Instant.parse("2026-11-10T00:00:00Z");
    ledger.prepaid(
        List.of(
            new PrepaidPosition(
                "c-1",
                "USD",
                Steps.of(bought, Amount.of(120)),
                new Steps(
                    List.of(
                        new Steps.Step(bought, Amount.of(80)),
                        new Steps.Step(after, Amount.of(30)))),
                Spread.NOTHING,
                Steps.of(after, Amount.of(10)))));

    PeriodJournal october = service.journal(OCTOBER, Optional.empty()).orElseThrow();
    assertThat(prepaid(october))
        .containsExactly(
            "2026-10-31 purchase of c-1: DEBIT prepaid 120, CREDIT payable 120",
            "2026-10-31 prepaid of c-1: DEBIT expense 80, CREDIT prepaid 80");
    assertThat(prepaid(service.journal(NOVEMBER, Optional.empty()).orElseThrow()))
        .containsExactly(
            "2026-11-30 prepaid of c-1: DEBIT expense 30, CREDIT prepaid 30,"
                + " DEBIT commitment-loss 10, CREDIT prepaid 10");
    assertThat(service.journal(OCTOBER, Optional.empty()).orElseThrow().entries())
        .as("a second export is the first")
        .extracting(JournalEntry::id)
        .isEqualTo(october.entries().stream().map(JournalEntry::id).toList());
  }

  private static List<String> prepaid(PeriodJournal journal) {
    return journal.entries().stream()
        .filter(entry -> entry.kind() == JournalEntry.Kind.PREPAID)
        .map(
            entry ->
                entry.date()
                    + " "
                    + entry.reference()
                    + ": "
                    + entry.lines().stream()
                        .map(
                            line ->
                                line.side()
                                    + " "
                                    + line.account().account()
                                    + " "
                                    + line.amount().amount())
                        .collect(Collectors.joining(", ")))
        .toList();
  }

  @Test
  void the_journal_of_a_closed_period_stands_and_the_open_one_bears_the_corrections() {
    closeOctober();
    PeriodJournal signed = service.journal(OCTOBER, Optional.empty()).orElseThrow();
    rewriteOctober();

    assertThat(service.journal(OCTOBER, Optional.empty()).orElseThrow()).isEqualTo(signed);
    PeriodJournal open = service.journal(NOVEMBER, Optional.empty()).orElseThrow();
    assertThat(open.entries()).hasSize(2).allMatch(e -> e.kind() == JournalEntry.Kind.CORRECTION);
    assertThat(open.entries())
        .as("invoiced cost only; by cost centre, a credit on the other side")
        .extracting(
            e ->
                e.lines().get(0).account().costCenter()
                    + " "
                    + e.lines().get(0).side()
                    + " "
                    + e.lines().get(0).amount().amount())
        .containsExactlyInAnyOrder("cc-vision CREDIT 19.75", "cc-robotics DEBIT 30");
  }

  @Test
  void why_a_month_cost_something_else_stands_in_three_lines_that_sum_to_the_change() {
    JsonNode why = detail(OCTOBER).path("whyChanged");

    assertThat(why.path("before").asText()).isEqualTo(SEPTEMBER);
    JsonNode usd = why.path("rows").get(0);
    assertThat(usd.path("change").asText()).isEqualTo("500.000000000000000001");
    assertThat(usd.path("lines").findValuesAsText("amount"))
        .containsExactly("0", "500.000000000000000001", "0");
    assertThat(usd.path("lines").get(1).path("words").asText()).contains("most by aws");
    assertThat(detail(SEPTEMBER).path("whyChanged").isNull()).isTrue();
  }

  @Test
  void a_sign_off_may_sign_what_was_known_earlier() {
    prepare(OCTOBER, "fin");
    rewriteOctober();

    JsonNode closed =
        JsonOf.value(
            service
                .signOff(OCTOBER, "ada", Optional.of(Instant.parse("2026-11-03T00:00:00Z")))
                .orElseThrow());

    assertThat(closed.path("signed").path("totals").get(0).path("billed").asText())
        .isEqualTo("1400.000000000000000001");
    assertThat(closed.path("changes").path("totalRows").asInt()).isEqualTo(4);
  }

  @Test
  void a_month_that_is_reopened_and_signed_anew_needs_no_correction() {
    closeOctober();
    rewriteOctober();
    assertThat(service.reopen(OCTOBER, "ada", "take the late bill in")).isPresent();
    assertThat(detail(NOVEMBER).path("corrections").path("totalRows").asInt()).isZero();

    closeOctober();

    assertThat(detail(OCTOBER).path("signed").path("totals").get(0).path("billed").asText())
        .isEqualTo("1410.250000000000000001");
    assertThat(detail(NOVEMBER).path("corrections").path("totalRows").asInt()).isZero();
  }

  @Test
  void unknown_periods_are_absent() {
    for (String name : List.of("FY2026-P13", "2026-08", "October", "", "FY2026-P12", "2026-12")) {
      assertThat(service.detail(name, Optional.empty())).as(name).isEmpty();
      assertThat(service.prepare(name, "fin", Map.of())).as(name).isEmpty();
      assertThat(service.journal(name, Optional.empty())).as(name).isEmpty();
    }
  }

  @Test
  void the_list_shows_each_period_with_state_and_checklist_and_what_was_delivered_since() {
    closeOctober();
    rewriteOctober();

    JsonNode list = JsonOf.value(service.list(10, 0, true));

    assertThat(list.path("rows").findValuesAsText("period"))
        .containsExactly(NOVEMBER, OCTOBER, SEPTEMBER);
    assertThat(list.path("rows").get(1).path("redeliveries").asInt()).isEqualTo(1);
    assertThat(list.path("rows").get(0).path("checklist").get(0).path("state").asText())
        .isEqualTo("open");
    assertThat(list.path("rows").get(1).path("checklist").get(0).path("state").asText())
        .isEqualTo("done");
    JsonNode bare = JsonOf.value(service.list(1, 1, false));
    assertThat(bare.path("totalRows").asInt()).isEqualTo(3);
    assertThat(bare.path("rows").findValuesAsText("period")).containsExactly(OCTOBER);
    assertThat(bare.path("rows").get(0).has("checklist")).isFalse();
  }

  @Test
  void a_closed_period_keeps_its_days_when_the_calendar_changes() {
    closeOctober();
    config =
        new CloseConfig(
            new FiscalCalendar.Months(Month.FEBRUARY, ZoneId.of("UTC")), config.accounts());

    JsonNode kept = detail(OCTOBER);

    assertThat(kept.path("firstDay").asText()).isEqualTo("2026-10-01");
    assertThat(kept.path("words").asText()).isEqualTo("closed");
    assertThat(detail("FY2027-P10").path("firstDay").asText()).isEqualTo("2026-11-01");
  }

  @Test
  void of_two_steps_taken_at_once_one_is_refused() {
    CloseStore store = new CloseStore(state);
    CloseStore.Draft draft =
        new CloseStore.Draft(
            CloseConfig.DEFAULT.calendar().period(2026, 10),
            1,
            new CloseEvent(clock.instant(), "fin", CloseState.OPEN, CloseState.IN_REVIEW, ""),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    store.add(draft);

    assertThatThrownBy(() -> store.add(draft))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("somebody else took a step meanwhile");
    assertThat(store.all().values().iterator().next().steps()).hasSize(1);
  }
}
