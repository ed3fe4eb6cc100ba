package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.watch.WatchFacts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What watches ask, of the real engine. */
@Tag("live")
class WatchFactsOnEngineTest {
  @TempDir Path folder;

  @Test
  void every_question_of_the_watches_is_answered() {
    try (TestLedger ledger = new TestLedger(folder)) {
      ledger.delivery("d2", "append", 2, 2);
      Instant first = ledger.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(11));
      for (int minute = 0; minute < 12; minute++) {
        Instant at = first.plus(Duration.ofMinutes(minute));
        for (int half = 0; half < 2; half++) {
          ledger.usage("GPU-1", at, "held_idle", "job:1", "search");
        }
        ledger.usage("GPU-2", at, minute < 11 ? "held_idle" : "active", "job:2", "search");
      }
      ledger.checkpoint();
      Clock clock = Clock.fixed(ledger.now().plusSeconds(1), ZoneOffset.UTC);
      WatchFacts.AsKnown known =
          new SqlWatchFacts(
                  new LedgerReader(
                      ledger.client,
                      () -> RulesInForce.of(TestLedger.RULES),
                      LiveFacts.NONE,
                      clock),
                  clock)
              .now();
      YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));

      assertThat(known.idle(Duration.ofMinutes(10)))
          .extracting(WatchFacts.Idle::holder)
          .containsExactly("job:1");
      assertThat(known.idle(Duration.ofMinutes(10)).get(0).unpriced()).isNotEmpty();
      assertThat(known.telemetryCoverage()).isPresent();
      assertThat(known.sources()).isNotEmpty();
      assertThat(known.unpriced()).isEmpty();
      assertThat(known.refused()).isEmpty();
      assertThat(known.invoices(month)).isEmpty();
      assertThat(known.commitments(month)).isEmpty();
    }
  }
}
