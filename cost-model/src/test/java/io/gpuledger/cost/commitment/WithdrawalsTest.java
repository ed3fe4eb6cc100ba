package io.gpuledger.cost.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithdrawalsTest {
  private static final Instant DAY = Instant.parse("2026-10-01T00:00:00Z");

  @Test
  void a_correction_takes_off_what_its_party_drew_before() {
    assertThat(Withdrawals.netted(List.of(of(1, "a", "300"), of(1, "b", "50"), of(2, "a", "-100"))))
        .containsExactly(of(1, "a", "200"), of(1, "b", "50"));
  }

  @Test
  void what_was_not_drawn_yet_is_taken_off_later_and_nothing_goes_below_zero() {
    assertThat(
            Withdrawals.netted(
                List.of(of(1, "a", "10"), of(2, "a", "-30"), of(3, "a", "50"), of(4, "b", "-5"))))
        .containsExactly(of(3, "a", "30"));
  }

  private static PrepaidUse.Withdrawal of(int day, String party, String quantity) {
    return new PrepaidUse.Withdrawal(DAY.plus(Duration.ofDays(day)), party, Amount.parse(quantity));
  }
}
