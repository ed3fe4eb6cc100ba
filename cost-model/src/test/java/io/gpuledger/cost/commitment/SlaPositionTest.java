package io.gpuledger.cost.commitment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** 1,200 claimed in May and 900 granted in June; 600 claimed in October and open. */
class SlaPositionTest {
  private static final List<SlaCredit> CREDITS =
      List.of(
          credit("out-1", "2026-05-06T00:00:00Z", 1_200, Optional.of("2026-06-10T00:00:00Z"), 900),
          credit("out-2", "2026-10-12T00:00:00Z", 600, Optional.empty(), 0));

  @Test
  void claimed_is_received_refused_and_open_together_at_every_instant() {
    assertEquals("0 0 0 0", at("2026-05-01T00:00:00Z"));
    assertEquals("1200 0 0 1200", at("2026-06-01T00:00:00Z"));
    assertEquals("1200 900 300 0", at("2026-10-01T00:00:00Z"));
    assertEquals("1800 900 300 600", at("2026-11-01T00:00:00Z"));
  }

  private static String at(String instant) {
    SlaPosition of = SlaPosition.of(CREDITS, Instant.parse(instant));
    return of.claimed() + " " + of.received() + " " + of.refused() + " " + of.open();
  }

  private static SlaCredit credit(
      String id, String claimedAt, long claimed, Optional<String> answeredAt, long received) {
    Instant at = Instant.parse(claimedAt);
    return new SlaCredit(
        id,
        "block",
        new TimeRange(at.minusSeconds(7_200), at.minusSeconds(3_600)),
        at,
        new Money("USD", Amount.of(claimed)),
        answeredAt.map(
            text ->
                new SlaCredit.Decision(
                    Instant.parse(text), new Money("USD", Amount.of(received)))));
  }
}
