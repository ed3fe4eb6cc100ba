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
import java.util.List;
import java.util.Optional;
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
        ledger.usage("GPU-1", first.plus(Duration.ofMinutes(minute)), "active", "job:1", "search");
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

      assertThat(known.telemetryCoverage()).isPresent();
      assertThat(known.sources()).isNotEmpty();
      assertThat(known.unpriced()).isEmpty();
      assertThat(known.refused()).isEmpty();
      assertThat(known.invoices(month)).isEmpty();
      assertThat(known.commitments(month)).isEmpty();
    }
  }

  @Test
  void a_source_is_broken_when_none_of_its_targets_answers_for_a_while() {
    try (TestLedger ledger = new TestLedger(folder)) {
      ledger.delivery("d2", "append", 2, 2);
      ledger.checkpoint();
      Clock clock = Clock.fixed(ledger.now().plusSeconds(1), ZoneOffset.UTC);
      LiveFacts live =
          new LiveFacts() {
            @Override
            public List<LiveSource> sources() {
              return List.of(
                  failing("one-of-two", 0, 1), failing("all", 3, 0), failing("blip", 1, 0));
            }

            private LiveSource failing(String name, int minutes, int up) {
              return new LiveSource(
                  name,
                  "telemetry",
                  Optional.of(clock.instant().minus(Duration.ofMinutes(minutes))),
                  "connection refused",
                  up,
                  2 - up);
            }
          };
      WatchFacts facts =
          new SqlWatchFacts(
              new LedgerReader(ledger.client, () -> RulesInForce.of(TestLedger.RULES), live, clock),
              clock);

      assertThat(facts.now().sources())
          .filteredOn(WatchFacts.Source::broken)
          .extracting(WatchFacts.Source::name)
          .containsExactly("all");
    }
  }
}
