package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.channel.Outcome;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many budgets that pass their limits at one instant. */
class BurstTest extends CareBed {
  private static final int MANY = 20;
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Outcome REFUSED = Outcome.refused("no such channel");

  private List<AlertLedger.Passing> passing() {
    return IntStream.range(0, MANY)
        .mapToObj(number -> new AlertLedger.Passing(facts(number, 50), List.of(SLACK)))
        .toList();
  }

  private List<RuntimeException> raiseAll() {
    return List.copyOf(ledger.raiseAll(passing(), id -> Optional.empty()).values());
  }

  private List<Alert> all() {
    return ledger.list(AccessScope.EVERYTHING, 100);
  }

  @Test
  void the_disk_is_waited_for_once_for_all_alerts_and_once_a_message() throws Exception {
    int before = commits();
    assertThat(raiseAll()).isEmpty();
    int raised = commits();
    sender.sendDue();
    int sent = commits();

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(MANY);
    assertThat(all()).extracting(Alert::state).containsOnly("delivered");
    assertThat(raised - before).isEqualTo(1);
    // The first is taken, then each outcome is noted with the next that is taken.
    assertThat(sent - raised).isEqualTo(MANY + 1);
  }

  @Test
  void the_messages_of_a_burst_are_sent_in_order_and_a_rate_limit_in_the_middle_holds_the_rest() {
    bed.http.script("take", "429");
    assertThat(raiseAll()).isEmpty();

    sender.sendDue();

    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(1);
    assertThat(bed.taken(ChannelKind.SLACK).get(0)).contains("budget-0:");
    assertThat(all().stream().filter(alert -> alert.state().equals("delivered"))).hasSize(1);
    assertThat(all().stream().mapToInt(Alert::attempts).sum()).isEqualTo(2);
  }

  @Test
  void one_alert_that_cannot_be_written_keeps_no_other_from_it_and_is_told_when_it_can_be() {
    store.change(
        connection ->
            Rows.update(
                connection,
                "CREATE TRIGGER refused BEFORE INSERT ON crossings WHEN new.budget_id = 'b-3'"
                    + " BEGIN SELECT RAISE(ABORT, 'no room for it'); END"));

    assertThat(raiseAll()).singleElement().asString().contains("no room for it");

    assertThat(all()).hasSize(MANY - 1).extracting(Alert::budgetId).doesNotContain("b-3");
    store.change(connection -> Rows.update(connection, "DROP TRIGGER refused"));
    assertThat(raiseAll()).isEmpty();
    assertThat(all()).hasSize(MANY);
    sender.sendDue();
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(MANY);
  }

  @Test
  void what_was_taken_with_the_outcome_of_the_message_before_is_sent_after_a_kill() {
    assertThat(raiseAll()).isEmpty();
    Outbox outbox = AlertFixtures.outbox(store, clock);
    Outbox.Due first = outbox.take("slack", LEASE).orElseThrow();
    Outbox.Due second =
        outbox.takeAfter(() -> outbox.dead(first, REFUSED), "slack", LEASE).orElseThrow();

    restart();
    pass(LEASE);

    assertThat(ledger.find(first.alertId()).orElseThrow().state()).isEqualTo("failed");
    assertThat(ledger.find(second.alertId()).orElseThrow().state()).isEqualTo("delivered");
    assertThat(ledger.find(second.alertId()).orElseThrow().attempts()).isEqualTo(2);
    assertThat(bed.taken(ChannelKind.SLACK)).hasSize(MANY - 1);
  }

  @Test
  void a_message_that_cannot_be_taken_undoes_no_outcome_of_the_one_before() {
    assertThat(raiseAll()).isEmpty();
    Outbox outbox = AlertFixtures.outbox(store, clock);
    Outbox.Due first = outbox.take("slack", LEASE).orElseThrow();
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE alert_deliveries SET kind = 'of a later version' WHERE delivery_id = ?",
                first.id() + 1));

    assertThat(outbox.takeAfter(() -> outbox.dead(first, REFUSED), "slack", LEASE)).isEmpty();

    assertThat(
            store.<Optional<String>>transaction(
                connection ->
                    Rows.first(
                        connection,
                        "SELECT state FROM alert_deliveries WHERE delivery_id = ?",
                        row -> row.getString(1),
                        first.id())))
        .contains("dead");
  }

  /**
   * Transactions in the write-ahead log: a frame that ends one says how large the database is.
   * Source: SQLite, "Database File Format", 4.1.
   */
  private int commits() throws IOException {
    Path log = folder.resolve("state.db-wal");
    if (!Files.exists(log)) {
      return 0;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log));
    int page = bytes.getInt(8);
    long salt = bytes.getLong(16);
    int commits = 0;
    for (int at = 32; at + 24 + page <= bytes.capacity(); at += 24 + page) {
      // Frames of a log that was begun anew have another salt.
      if (bytes.getLong(at + 8) == salt && bytes.getInt(at + 4) != 0) {
        commits++;
      }
    }
    return commits;
  }
}
