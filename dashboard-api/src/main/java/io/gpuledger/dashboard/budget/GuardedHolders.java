package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.budget.HolderToDate;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.wire.HolderSeen;
import io.gpuledger.ingest.wire.Unscaled;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The holders that the spend guard stands over, as it said last. They are kept in the operational
 * state: a restart forgets none, and the same record again changes nothing.
 */
public final class GuardedHolders {
  /** An alert is over within seconds of what ended it, or of the next start. */
  private static final Duration ENDS_KEPT = Duration.ofDays(3);

  private final StateStore store;

  public GuardedHolders(StateStore store) {
    this.store = store;
  }

  /**
   * A holder, as it was when the guard began to stand over it.
   *
   * @param cluster empty where the guard did not tell yet
   * @param team who bears its cost; empty where nobody is known
   * @param cause with its node, who runs it, and since when it holds its devices
   * @param sevenths of devices that it holds
   * @param spent what it has cost since it was first seen
   * @param idleSince since when all of it does nothing
   */
  public record Guarded(
      String cluster,
      String team,
      AlertFacts.Cause cause,
      int sevenths,
      Money perHour,
      Amount spent,
      Optional<Instant> idleSince,
      Instant seenAt,
      List<String> unpriced) {
    public Guarded {
      unpriced = List.copyOf(unpriced);
    }

    public String holder() {
      return cause.holder();
    }

    /** The holder, told apart from those of equal name in other clusters. */
    public String name() {
      return nameOf(holder(), cluster);
    }
  }

  /** Takes records in order. */
  void take(List<HolderSeen> records) {
    if (!records.isEmpty()) {
      store.change(
          connection -> {
            for (HolderSeen seen : records) {
              take(connection, seen);
            }
          });
    }
  }

  private static void take(Connection connection, HolderSeen seen) throws SQLException {
    Rows.update(
        connection,
        "DELETE FROM guarded_holders WHERE guard = ? AND currency = ? AND cluster IN (?, '')"
            + " AND team = ? AND holder = ?",
        seen.getGuard(),
        seen.getCurrency(),
        seen.getCluster(),
        seen.getTeam(),
        seen.getHolder());
    Rows.update(
        connection,
        "DELETE FROM guarded_ends WHERE guard = ? AND currency = ? AND cluster = ? AND holder = ?",
        seen.getGuard(),
        seen.getCurrency(),
        seen.getCluster(),
        seen.getHolder());
    if (seen.getEnded()) {
      end(connection, seen);
      return;
    }
    Rows.update(
        connection,
        "INSERT INTO guarded_holders (guard, currency, cluster, team, holder, node, user_name,"
            + " sevenths, burn_per_hour, spent, since, idle_since, seen_at, unpriced, told_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        seen.getGuard(),
        seen.getCurrency(),
        seen.getCluster(),
        seen.getTeam(),
        seen.getHolder(),
        seen.getNode(),
        seen.getUser(),
        seen.getSevenths(),
        Unscaled.fromBytes(seen.getBurnPerHour()).toString(),
        Unscaled.fromBytes(seen.getSpent()).toString(),
        time(seen.getSinceMicros()),
        time(seen.getIdleSinceMicros()),
        time(seen.getSeenAtMicros()),
        String.join("\n", seen.getUnpricedModelsList()),
        time(toldAt(seen)));
  }

  private static long toldAt(HolderSeen seen) {
    return seen.getToldAtMicros() == 0 ? seen.getSeenAtMicros() : seen.getToldAtMicros();
  }

  private static void end(Connection connection, HolderSeen seen) throws SQLException {
    Rows.update(
        connection,
        "INSERT INTO guarded_ends (guard, currency, cluster, holder, how, told_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        seen.getGuard(),
        seen.getCurrency(),
        seen.getCluster(),
        seen.getHolder(),
        GuardedEnd.of(seen).code(),
        time(toldAt(seen)));
    Rows.update(
        connection,
        "DELETE FROM guarded_ends WHERE told_at < ?",
        time(toldAt(seen) - ENDS_KEPT.toNanos() / 1_000));
  }

  private static String time(long micros) {
    return micros == 0 ? "" : Rows.time(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  /**
   * All that a guard stands over in a currency, by holder.
   *
   * @param toldSince what was not told again since then is left over: nobody guards it any more
   */
  public List<Guarded> standing(HolderToDate.Guard guard, String currency, Instant toldSince) {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT team, holder, node, user_name, since, sevenths, currency, burn_per_hour,"
                    + " spent, idle_since, seen_at, unpriced, cluster FROM guarded_holders"
                    + " WHERE guard = ? AND currency = ? AND told_at >= ?"
                    + " ORDER BY holder, cluster, team",
                GuardedHolders::read,
                guard.code(),
                currency,
                Rows.time(toldSince)));
  }

  /**
   * How a guard ended what it told of last in a currency, by the name of the holder with and
   * without its cluster.
   */
  public Map<String, GuardedEnd> ended(HolderToDate.Guard guard, String currency) {
    Map<String, GuardedEnd> ends = new HashMap<>();
    store.change(
        connection ->
            Rows.list(
                connection,
                "SELECT holder, cluster, how FROM guarded_ends WHERE guard = ? AND currency = ?"
                    + " ORDER BY told_at",
                row -> {
                  GuardedEnd how = GuardedEnd.ofCode(row.getString(3));
                  ends.put(row.getString(1), how);
                  return ends.put(nameOf(row.getString(1), row.getString(2)), how);
                },
                guard.code(),
                currency));
    return ends;
  }

  private static String nameOf(String holder, String cluster) {
    return cluster.isEmpty() ? holder : holder + " in " + cluster;
  }

  private static Guarded read(ResultSet row) throws SQLException {
    String team = row.getString(1);
    return new Guarded(
        row.getString(13),
        team.equals(Owner.UNATTRIBUTED_TEAM) ? "" : team,
        new AlertFacts.Cause(
            row.getString(2), row.getString(3), row.getString(4), instant(row.getString(5))),
        row.getInt(6),
        new Money(row.getString(7), Amount.parse(row.getString(8))),
        Amount.parse(row.getString(9)),
        instant(row.getString(10)),
        Instant.parse(row.getString(11)),
        row.getString(12).lines().toList());
  }

  private static Optional<Instant> instant(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }
}
