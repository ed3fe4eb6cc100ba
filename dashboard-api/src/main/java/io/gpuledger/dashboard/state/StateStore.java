package io.gpuledger.dashboard.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The SQLite file of operational state. One connection, used by one thread at a time: statements
 * take microseconds, and one writer is what SQLite allows anyway. A committed transaction survives
 * a kill and, with the full synchronous mode used here, a power loss.
 */
public final class StateStore implements AutoCloseable {
  /** Schema versions in order; a released one is never edited. */
  private static final List<String> MIGRATIONS =
      List.of(
          "0001_operational.sql",
          "0002_close.sql",
          "0003_disputes.sql",
          "0004_rates.sql",
          "0006_close_journal.sql",
          "0009_channels.sql",
          "0010_budgets.sql",
          "0011_alert_kinds.sql",
          "0012_forecasts.sql",
          "0013_alert_age.sql",
          "0014_estimates.sql",
          "0015_guarded_holders.sql",
          "0016_burn_windows.sql",
          "0017_guarded_clusters.sql",
          "0018_waiting_crossings.sql",
          "0019_guarded_ends.sql",
          "0020_guards_told.sql",
          "0021_collected.sql");

  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();

  /** Whether a transaction runs; only looked at under the lock. */
  private boolean running;

  private StateStore(Connection connection) {
    this.connection = connection;
  }

  /** Schema version that this version of the product writes. */
  public static int schemaVersion() {
    return MIGRATIONS.size();
  }

  /** Work in one transaction. */
  public interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Work in one transaction without an answer. */
  public interface Step {
    void run(Connection connection) throws SQLException;
  }

  /**
   * Opens the file, creates it if it is absent, and brings its schema up to date.
   *
   * @throws StateException if it cannot be opened or was written by a newer version
   */
  public static StateStore open(Path file) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      StateStore store = new StateStore(connection);
      try {
        store.prepare();
      } catch (SQLException | IOException | StateException e) {
        connection.close();
        throw e;
      }
      return store;
    } catch (SQLException | IOException e) {
      throw new StateException("cannot open " + file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private void prepare() throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA foreign_keys = ON");
      statement.execute("PRAGMA busy_timeout = 5000");
      int version;
      try (ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
        version = rows.getInt(1);
      }
      if (version > MIGRATIONS.size()) {
        throw new StateException(
            "the operational state has schema version "
                + version
                + "; this version of GpuLedger knows up to "
                + MIGRATIONS.size()
                + " and does not go back");
      }
      connection.setAutoCommit(false);
      for (int next = version; next < MIGRATIONS.size(); next++) {
        for (String sql : read(MIGRATIONS.get(next)).split(";\\s*\\n", -1)) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
        statement.execute("PRAGMA user_version = " + (next + 1));
      }
      connection.commit();
    }
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = StateStore.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Runs the work in one transaction: all of it holds afterwards, or none. Within another
   * transaction of the same thread it is a part of that one: what it wrote holds once the outer one
   * is committed, and where it fails only its own part is undone.
   *
   * @throws StateException if the database refuses
   */
  public <T> T transaction(Work<T> work) {
    lock.lock();
    try {
      return running ? part(work) : whole(work);
    } catch (SQLException e) {
      throw new StateException("operational state: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private <T> T whole(Work<T> work) throws SQLException {
    boolean done = false;
    running = true;
    try {
      T answer = work.run(connection);
      connection.commit();
      done = true;
      return answer;
    } finally {
      running = false;
      if (!done) {
        connection.rollback();
      }
    }
  }

  private <T> T part(Work<T> work) throws SQLException {
    Savepoint before = connection.setSavepoint();
    boolean done = false;
    try {
      T answer = work.run(connection);
      done = true;
      return answer;
    } finally {
      if (!done) {
        connection.rollback(before);
      }
      connection.releaseSavepoint(before);
    }
  }

  /** As {@link #transaction}, without an answer. */
  public void change(Step step) {
    transaction(
        connection -> {
          step.run(connection);
          return true;
        });
  }

  /** Writes all of it, as it stands between two transactions, into a file that is absent. */
  public void copyTo(Path file) {
    lock.lock();
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      try {
        statement.execute("VACUUM INTO '" + file.toString().replace("'", "''") + "'");
      } finally {
        connection.setAutoCommit(false);
      }
    } catch (SQLException e) {
      throw new StateException("operational state: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StateException("operational state: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
