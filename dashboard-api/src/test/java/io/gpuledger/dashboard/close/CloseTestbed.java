package io.gpuledger.dashboard.close;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.http.JsonOf;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Closes over a ledger that tests rewrite. */
final class CloseTestbed implements AutoCloseable {
  final TestClock clock = new TestClock(Instant.parse("2026-11-05T09:00:00Z"));
  final FakeCloseLedger ledger = new FakeCloseLedger();
  final CloseService service;
  CloseConfig config = CloseConfig.DEFAULT;
  List<String> sources = List.of();
  GrantedDisputes disputes = GrantedDisputes.NONE;
  private final StateStore state;

  CloseTestbed(Path folder) {
    state = StateStore.open(folder.resolve("state.db"));
    service =
        new CloseService(
            new CloseStore(state),
            ledger,
            new BookSettings(() -> config, () -> sources),
            BookCurrencies.NONE,
            until -> disputes.granted(until),
            clock);
  }

  @Override
  public void close() {
    state.close();
  }

  void until(String instant) {
    clock.move(Duration.between(clock.instant(), Instant.parse(instant)));
  }

  void closePeriod(String period) {
    assertThat(service.prepare(period, "fin", Map.of())).isPresent();
    assertThat(service.signOff(period, "ada", Optional.empty())).isPresent();
  }

  JsonNode detail(String period) {
    return JsonOf.value(service.detail(period, Optional.empty()).orElseThrow());
  }

  PeriodJournal journal(String period) {
    return service.journal(period, Optional.empty()).orElseThrow();
  }

  /** What a journal corrects: cost centre, side and amount of the first line of each. */
  List<String> corrections(String period) {
    return journal(period).entries().stream()
        .filter(entry -> entry.kind() == JournalEntry.Kind.CORRECTION)
        .map(
            entry ->
                entry.lines().get(0).account().costCenter()
                    + " "
                    + entry.lines().get(0).side()
                    + " "
                    + entry.lines().get(0).amount().amount())
        .sorted()
        .toList();
  }
}
