package io.gpuledger.dashboard.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
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

  private static void write(StateStore store, String what) {
    new AuditLog(store, Clock.systemUTC()).add("ada", what, "", "");
  }

  private static List<String> written(StateStore store) {
    return new AuditLog(store, Clock.systemUTC())
        .newest(10).stream().map(AuditLog.Entry::action).toList();
  }

  @Test
  void a_transaction_within_another_holds_with_it_or_not_at_all() {
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      assertThatThrownBy(
              () ->
                  store.change(
                      outer -> {
                        write(store, "within");
                        throw new IllegalStateException("half way");
                      }))
          .hasMessage("half way");
      assertThat(written(store)).isEmpty();

      store.change(outer -> write(store, "within"));
      assertThat(written(store)).containsExactly("within");
    }
  }

  @Test
  void of_a_transaction_within_another_that_fails_only_its_own_part_is_undone() {
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      store.change(
          outer -> {
            write(store, "before");
            assertThatThrownBy(
                    () ->
                        store.change(
                            inner -> {
                              write(store, "within");
                              throw new IllegalStateException("half way");
                            }))
                .hasMessage("half way");
            write(store, "after");
          });

      assertThat(written(store)).containsExactly("after", "before");
    }
  }

  @Test
  void a_file_of_the_first_version_opens_with_what_it_held() throws Exception {
    Path file = folder.resolve("state.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : firstSchema().split(";\\s*\\n", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
      statement.execute(
          "INSERT INTO audit (at, who, action, subject, detail) VALUES"
              + " ('2026-10-24T08:10:00.000000Z', 'ada', 'budget.create', 'b', 'd')");
      statement.execute(
          "INSERT INTO budgets VALUES ('b', 1, 'Research', '{}', 'USD', '100', '[80]', 'ada', '',"
              + " 'api', 0, '2026-10-24T08:10:00.000000Z', 'ada')");
      statement.execute("PRAGMA user_version = 1");
    }

    Clock clock = Clock.fixed(Instant.parse("2026-10-24T08:10:00Z"), ZoneOffset.UTC);
    try (StateStore store = StateStore.open(file)) {
      assertThat(new AuditLog(store, clock).newest(10))
          .containsExactly(
              new AuditLog.Entry("2026-10-24T08:10:00.000000Z", "ada", "budget.create", "b", "d"));
      assertThat(first(store, "SELECT limit_amount || ' ' || effective_from FROM budgets"))
          .isEqualTo("100 2026-10-24T08:10:00.000000Z");
      assertThat(first(store, "SELECT count(*) || '' FROM close_events")).isEqualTo("0");
      assertThat(first(store, "SELECT user_version || '' FROM pragma_user_version"))
          .isEqualTo(Integer.toString(StateStore.schemaVersion()));
    }
  }

  private static String firstSchema() throws IOException {
    try (InputStream in = StateStore.class.getResourceAsStream("0001_operational.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String first(StateStore store, String sql) {
    return store.transaction(
        connection -> Rows.first(connection, sql, row -> row.getString(1)).orElseThrow());
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
