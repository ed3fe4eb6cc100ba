package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operational state in which an alert had one message, in the table {@code outbox}. */
class DeliveryMigrationTest {
  private static final List<String> BEFORE =
      List.of(
          "0001_operational.sql",
          "0002_close.sql",
          "0003_disputes.sql",
          "0004_rates.sql",
          "0006_close_journal.sql");

  @TempDir Path folder;

  private Path old(String... messages) throws Exception {
    Path file = folder.resolve("state.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String name : BEFORE) {
        try (InputStream in = StateStore.class.getResourceAsStream(name)) {
          String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          for (String sql : schema.split(";\\s*\\n", -1)) {
            if (!sql.isBlank()) {
              statement.execute(sql);
            }
          }
        }
      }
      statement.execute("PRAGMA user_version = " + BEFORE.size());
      for (int i = 1; i <= messages.length; i++) {
        statement.execute(
            "INSERT INTO alerts VALUES ("
                + i
                + ", 'b', 1, 'b', '', '2026-10', "
                + (50 + i)
                + ", 'from_bill', 'USD', '6', '10',"
                + " '2026-10-24T08:00:00.000000Z')");
        statement.execute("INSERT INTO outbox VALUES (" + i + ", " + messages[i - 1] + ")");
      }
    }
    return file;
  }

  @Test
  void messages_of_an_older_version_keep_their_state_and_are_sent_on() throws Exception {
    Path file =
        old(
            "'preview', '{}', 'delivered', 0, 0, '', '', '2026-10-24T08:00:00.000000Z'",
            "'slack', '{}', 'queued', 0, 0, '2026-10-24T08:00:00.000000Z', '', ''",
            "'slack', '{}', 'queued', 2, 1, '2026-10-24T08:00:00.000000Z', 'no answer', ''",
            "'slack', '{}', 'failed', 40, 3, '2026-10-24T08:00:00.000000Z', 'answered 404', ''");

    try (StateStore store = StateStore.open(file)) {
      AlertLedger ledger = new AlertLedger(store, new TestClock(AlertFixtures.NOW), alert -> {});
      List<Delivery> deliveries =
          ledger.list(10).stream().flatMap(alert -> alert.deliveries().stream()).toList();

      assertThat(deliveries)
          .extracting(Delivery::state)
          .containsExactly(
              DeliveryState.DEAD,
              DeliveryState.RETRYING,
              DeliveryState.QUEUED,
              DeliveryState.DELIVERED);
      assertThat(deliveries).extracting(Delivery::kind).containsOnly(ChannelKind.SLACK);
      assertThat(deliveries).extracting(Delivery::attempts).containsExactly(40, 2, 0, 0);
      assertThat(deliveries).extracting(Delivery::uncertain).containsExactly(3, 1, 0, 0);
      assertThat(ledger.list(10))
          .extracting(Alert::state)
          .containsExactly("failed", "queued", "queued", "delivered");
      assertThat(ledger.list(10))
          .allSatisfy(
              alert -> {
                assertThat(alert.about().kind()).isEqualTo(AlertKind.BUDGET_ACTUAL);
                assertThat(alert.about().subject()).isEqualTo("b");
                assertThat(alert.threshold()).isEqualTo(50 + (int) alert.id());
                assertThat(alert.spent()).isEqualTo(Amount.of(6));
                assertThat(alert.status()).isEqualTo("open");
              });
      assertThat(ledger.deliveries().retry(4)).isEqualTo(1);
      assertThat(AlertFixtures.outbox(store, new TestClock(AlertFixtures.NOW)).dueChannels())
          .containsExactly("slack");
    }
  }
}
