package io.gpuledger.cost.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.RefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DisputeTest {
  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar.Months(Month.JANUARY, ZoneOffset.UTC);
  private static final BookPeriod OCTOBER = CALENDAR.period(2026, 10);
  private static final Corrections.Booking BOOKING =
      new Corrections.Booking(OCTOBER, CALENDAR.period(2026, 11), LocalDate.of(2026, 11, 30));
  private static final Instant NOW = Instant.parse("2026-11-06T00:00:00Z");

  @Test
  void a_granted_dispute_moves_the_amount_in_the_next_statement() {
    Dispute granted =
        open("1200")
            .reply(remark("finance", "which job?"))
            .grant(remark("finance", "the tag was copied"), Amount.of(300));

    List<CorrectionLine> lines = granted.corrections(key("speech", "USD"), BOOKING);

    assertThat(lines)
        .extracting(line -> line.key().groups().get("team") + " " + line.delta())
        .containsExactly("vision -300", "speech 300");
    assertThat(lines).allMatch(line -> line.bookedIn().name().equals("FY2026-P11"));
    assertThat(granted.remarks()).hasSize(3);
  }

  @Test
  void a_rejected_or_withdrawn_dispute_moves_nothing() {
    assertThat(
            open("5")
                .reject(remark("finance", "it ran in your namespace"))
                .corrections(key("speech", "USD"), BOOKING))
        .isEmpty();
    assertThat(open("5").withdraw(remark("lead", "found it")).state())
        .isEqualTo(Dispute.State.WITHDRAWN);
    assertThat(open("5").corrections(key("speech", "USD"), BOOKING)).isEmpty();
  }

  @Test
  void no_more_than_the_line_can_be_granted_and_an_ended_dispute_stays() {
    Dispute open = open("5");
    Dispute.Remark remark = remark("finance", "ok");

    assertThatThrownBy(() -> open.grant(remark, Amount.of(6)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("6 is no part of the line's 5");
    assertThatThrownBy(() -> open.grant(remark, Amount.of(-1))).hasMessageContaining("is no part");
    assertThat(open("-5").grant(remark, Amount.of(-5)).granted()).contains(Amount.of(-5));
    assertThatThrownBy(() -> open.reject(remark).reply(remark))
        .hasMessageContaining("a dispute that is rejected does not change");
    assertThatThrownBy(() -> open.reply(new Dispute.Remark("x", NOW.minusSeconds(1), "y")))
        .hasMessageContaining("is before the remark before");
    assertThatThrownBy(() -> new Dispute.Remark("", NOW, " "))
        .hasMessageContaining("by: is missing")
        .hasMessageContaining("text: is missing");
  }

  @Test
  void the_bearer_is_another_key_of_the_same_currency() {
    Dispute granted = open("5").grant(remark("finance", "ok"), Amount.of(5));

    assertThatThrownBy(() -> granted.corrections(key("vision", "USD"), BOOKING))
        .hasMessageContaining("is the line itself or of another currency");
    assertThatThrownBy(() -> granted.corrections(key("speech", "EUR"), BOOKING))
        .hasMessageContaining("of another currency");
    Corrections.Booking other =
        new Corrections.Booking(CALENDAR.period(2026, 9), OCTOBER, LocalDate.of(2026, 10, 31));
    assertThatThrownBy(() -> granted.corrections(key("speech", "USD"), other))
        .hasMessageContaining("FY2026-P09 is not the statement's FY2026-P10");
  }

  private static Dispute open(String amount) {
    return Dispute.open(
        "d-1", key("vision", "USD"), OCTOBER, Amount.parse(amount), remark("lead", "not ours"));
  }

  private static Dispute.Remark remark(String by, String text) {
    return new Dispute.Remark(by, NOW, text);
  }

  private static FigureKey key(String team, String currency) {
    return FigureKey.of(Map.of("team", team), currency);
  }
}
