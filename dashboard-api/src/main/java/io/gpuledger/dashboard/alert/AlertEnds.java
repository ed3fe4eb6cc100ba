package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** How alerts end: noted once, with what their channels are told. */
final class AlertEnds {
  private final Clock clock;
  private final FollowUps followUps;

  AlertEnds(Clock clock, FollowUps followUps) {
    this.clock = clock;
    this.followUps = followUps;
  }

  /**
   * Notes that an alert is over; the first word stays.
   *
   * @param quiet only an incident is told
   * @return the alert, empty if there is none
   */
  Optional<Alert> end(Connection connection, long id, String reason, boolean quiet)
      throws SQLException {
    String at = Rows.time(clock.instant());
    if (AlertRows.find(connection, id).isEmpty()) {
      return Optional.empty();
    }
    boolean first =
        Rows.update(
                connection,
                "INSERT OR IGNORE INTO alert_recoveries (alert_id, reason, recovered_at, quiet)"
                    + " VALUES (?, ?, ?, ?)",
                id,
                reason,
                at,
                quiet ? 1 : 0)
            == 1;
    if (first) {
      EscalationClock.stop(connection, id);
      AlertRows.note(
          connection, id, at, AlertLedger.PRODUCT, quiet ? "closed" : "recovered", reason);
      followUps.follow(
          connection, AlertRows.find(connection, id).orElseThrow(), Step.RECOVERED, quiet);
    }
    return AlertRows.find(connection, id);
  }
}
