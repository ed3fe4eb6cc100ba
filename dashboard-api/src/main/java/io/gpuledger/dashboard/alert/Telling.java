package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.state.Rows;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Writes what an alert says, and its messages, beside the alert itself. */
final class Telling {
  private final Clock clock;
  private final DeliveryLedger deliveries;
  private final EscalationClock escalation;

  Telling(Clock clock, DeliveryLedger deliveries, EscalationClock escalation) {
    this.clock = clock;
    this.deliveries = deliveries;
    this.escalation = escalation;
  }

  /**
   * Writes it.
   *
   * @param link where a reader finds the alert of an id, or empty
   * @param times how often what it tells has happened, this time counted
   */
  void tell(
      Connection connection,
      long id,
      AlertContent content,
      List<Target> targets,
      LongFunction<Optional<URI>> link,
      int times)
      throws SQLException {
    Envelope plain =
        new Envelope(id, "", Step.RAISED, link.apply(id), content.seenAt(), 1, times, false);
    Told told = Told.of(content, plain);
    Rows.update(
        connection,
        "UPDATE alerts SET title = ?, told = ? WHERE alert_id = ?",
        told.title(),
        told.json(),
        id);
    AlertRows.note(
        connection, id, Rows.time(clock.instant()), AlertLedger.PRODUCT, "raised", told.title());
    if (deliveries.raise(connection, targets, content, plain)) {
      escalation.sent(connection, id);
    }
  }
}
