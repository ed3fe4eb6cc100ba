package io.gpuledger.dashboard.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
  @TempDir Path folder;

  @Test
  void what_was_written_is_there_after_reopening() {
    Clock clock = Clock.fixed(Instant.parse("2026-10-24T08:10:00Z"), ZoneOffset.UTC);
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      new AuditLog(store, clock).add("ada", "budget.create", "b", "d");
    }
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      assertThat(new AuditLog(store, clock).newest(10))
          .containsExactly(
              new AuditLog.Entry("2026-10-24T08:10:00.000000Z", "ada", "budget.create", "b", "d"));
    }
  }

  @Test
  void a_failed_transaction_leaves_nothing() {
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      assertThatThrownBy(
              () ->
                  store.change(
                      connection -> {
                        Rows.update(
                            connection,
                            "INSERT INTO audit (at, who, action, subject, detail)"
                                + " VALUES ('', '', '', '', '')");
                        throw new IllegalStateException("half way");
                      }))
          .hasMessage("half way");
      int rows =
          store.transaction(
              connection ->
                  Rows.first(connection, "SELECT count(*) FROM audit", row -> row.getInt(1))
                      .orElseThrow());
      assertThat(rows).isZero();
    }
  }

  @Test
  void a_file_of_the_first_version_opens_with_what_it_held() throws Exception {
    Clock clock = Clock.fixed(Instant.parse("2026-10-24T08:10:00Z"), ZoneOffset.UTC);
    Path file = folder.resolve("state.db");
    try (StateStore store = StateStore.open(file)) {
      new AuditLog(store, clock).add("ada", "budget.create", "b", "d");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String table :
          new String[] {
            "dispute_remarks",
            "disputes",
            "close_journal_gaps",
            "close_journal_lines",
            "close_journals",
            "close_rates",
            "close_rate_derivations",
            "close_rate_locks",
            "close_corrections",
            "close_bridge",
            "close_figures",
            "close_checklist",
            "close_events",
            "alert_recoveries",
            "alert_deliveries"
          }) {
        statement.execute("DROP TABLE " + table);
      }
      statement.execute(
          "CREATE TABLE outbox (alert_id INTEGER PRIMARY KEY, channel TEXT NOT NULL, payload TEXT"
              + " NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, uncertain INTEGER NOT"
              + " NULL, next_attempt_at TEXT NOT NULL, last_error TEXT NOT NULL, delivered_at TEXT"
              + " NOT NULL)");
      statement.execute("PRAGMA user_version = 1");
    }

    try (StateStore store = StateStore.open(file)) {
      assertThat(new AuditLog(store, clock).newest(10)).hasSize(1);
      int steps =
          store.transaction(
              connection ->
                  Rows.first(connection, "SELECT count(*) FROM close_events", row -> row.getInt(1))
                      .orElseThrow());
      assertThat(steps).isZero();
    }
  }

  @Test
  void a_file_of_a_newer_version_is_refused() throws Exception {
    Path file = folder.resolve("state.db");
    StateStore.open(file).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }

    assertThatThrownBy(() -> StateStore.open(file))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("does not go back");
  }
}
