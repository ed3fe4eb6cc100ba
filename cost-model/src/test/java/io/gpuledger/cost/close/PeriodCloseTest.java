package io.gpuledger.cost.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.problem.RefusedException;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeriodCloseTest {
  private static final BookPeriod OCTOBER =
      new FiscalCalendar.Months(Month.JANUARY, ZoneOffset.UTC).period(2026, 10);
  private static final Instant NOW = Instant.parse("2026-11-05T09:00:00Z");

  private static PeriodClose open() {
    return PeriodClose.open(
        OCTOBER,
        List.of(
            ChecklistItem.required("tied", "All invoices tie"),
            ChecklistItem.optional("note", "Write a note")));
  }

  private static PeriodClose submitted() {
    return open().tick("tied", "ana", NOW, "zero unexplained").submit("ana", NOW);
  }

  private static PeriodClose closed() {
    return submitted().signOff("ben", NOW.plusSeconds(60), NOW);
  }

  @Test
  void a_period_goes_from_open_through_review_to_closed_and_back_with_a_reason() {
    PeriodClose closed = closed();
    assertThat(closed.state()).isEqualTo(CloseState.CLOSED);
    assertThat(closed.signOff()).contains(new SignOff("ana", "ben", NOW.plusSeconds(60), NOW));
    assertThat(closed.closeId()).isEqualTo("FY2026-P10/1");

    PeriodClose reopened = closed.reopen("ben", NOW.plusSeconds(120), "credit note of AWS");
    assertThat(reopened.state()).isEqualTo(CloseState.REOPENED);
    assertThat(reopened.signOff()).as("what was signed stays").isEqualTo(closed.signOff());
    assertThat(reopened.checklist()).allMatch(item -> item.tick().isEmpty());

    PeriodClose again =
        reopened
            .tick("tied", "cem", NOW.plusSeconds(130), "")
            .submit("cem", NOW.plusSeconds(130))
            .signOff("ana", NOW.plusSeconds(140), NOW.plusSeconds(140));
    assertThat(again.signOff().orElseThrow().preparer()).isEqualTo("cem");
    assertThat(again.closeId()).isEqualTo("FY2026-P10/2");
    assertThat(again.history())
        .extracting(event -> event.by() + " " + event.to().text() + " " + event.reason())
        .containsExactly(
            "ana in review ",
            "ben closed ",
            "ben reopened credit note of AWS",
            "cem in review ",
            "ana closed ");
  }

  @Test
  void the_preparer_cannot_sign() {
    assertThatThrownBy(() -> submitted().signOff(" ANA", NOW, NOW))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ANA has prepared the period; another person must sign it");
  }

  @Test
  void what_is_required_must_be_done_and_the_rest_may_stay_open() {
    assertThatThrownBy(() -> open().submit("ana", NOW))
        .hasMessage("close of FY2026-P10 checklist: 'All invoices tie' is not done");
    PeriodClose untied = open().tick("tied", "ana", NOW, "").untick("tied", "ana", NOW);
    assertThatThrownBy(() -> untied.submit("ana", NOW)).hasMessageContaining("is not done");
    assertThat(submitted().state()).isEqualTo(CloseState.IN_REVIEW);
  }

  @Test
  void a_step_that_the_state_does_not_allow_is_refused() {
    assertThatThrownBy(() -> open().signOff("ben", NOW, NOW))
        .hasMessageContaining("a period that is open cannot be signed off");
    assertThatThrownBy(() -> closed().submit("ana", NOW.plusSeconds(99)))
        .hasMessageContaining("a period that is closed cannot be submitted");
    assertThatThrownBy(() -> submitted().reopen("ana", NOW, "x"))
        .hasMessageContaining("a period that is in review cannot be reopened");
    assertThatThrownBy(() -> open().sendBack("ana", NOW, "x"))
        .hasMessageContaining("a period that is open cannot be sent back");
    assertThatThrownBy(() -> submitted().tick("note", "ana", NOW, ""))
        .hasMessageContaining("does not change while the period is in review");
    assertThatThrownBy(() -> open().tick("other", "ana", NOW, ""))
        .hasMessageContaining("has no item other");
  }

  @Test
  void reasons_names_and_the_order_of_time_are_asked_for_at_once() {
    assertThatThrownBy(() -> closed().reopen("", NOW, " "))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.problems()).hasSize(3))
        .hasMessageContaining("by: is missing")
        .hasMessageContaining("reason: is missing")
        .hasMessageContaining("is before the step before");
    assertThatThrownBy(() -> submitted().signOff("ben", NOW, NOW.plusSeconds(1)))
        .hasMessageContaining("is after the sign-off");
  }

  @Test
  void a_period_sent_back_is_prepared_again() {
    PeriodClose back = submitted().sendBack("ben", NOW, "Azure is missing");

    assertThat(back.state()).isEqualTo(CloseState.OPEN);
    assertThat(back.checklist().get(0).tick()).isPresent();
    assertThat(
            closed()
                .reopen("ben", NOW.plusSeconds(70), "r")
                .tick("tied", "ana", NOW.plusSeconds(70), "")
                .submit("ana", NOW.plusSeconds(70))
                .sendBack("ben", NOW.plusSeconds(70), "s")
                .state())
        .isEqualTo(CloseState.REOPENED);
  }

  @Test
  void a_state_that_no_history_leads_to_is_refused() {
    assertThatThrownBy(
            () ->
                new PeriodClose(OCTOBER, CloseState.CLOSED, List.of(), List.of(), Optional.empty()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("closed does not follow from the history and sign-off");
  }

  @Test
  void an_item_stands_in_the_checklist_once() {
    ChecklistItem item = ChecklistItem.required("tied", "All invoices tie");

    assertThatThrownBy(() -> PeriodClose.open(OCTOBER, List.of(item, item)))
        .hasMessageContaining("tied stands in it twice");
  }
}
