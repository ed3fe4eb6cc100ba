package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.ChannelKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Messages about what happens to an alert after it was told: in the channels that told it. */
final class FollowUps {
  private final Clock clock;
  private final Supplier<AlertPolicy> policy;

  FollowUps(Clock clock, Supplier<AlertPolicy> policy) {
    this.clock = clock;
    this.policy = policy;
  }

  /**
   * Writes the messages that tell of a later step, for the channels that hear of it.
   *
   * @param quiet only incidents are told, which would stay open otherwise
   */
  void follow(Connection connection, Alert alert, Step step, boolean quiet) throws SQLException {
    for (DeliveryRows.Raised raised : DeliveryRows.told(connection, alert.id())) {
      ChannelKind kind = raised.target().kind();
      if (raised.target().isPreview()
          || !hears(kind, step)
          || (quiet && kind != ChannelKind.PAGERDUTY)) {
        continue;
      }
      Envelope envelope =
          new Envelope(
              alert.id(),
              raised.key(),
              step,
              Optional.empty(),
              clock.instant(),
              DeliveryRows.sequence(connection, alert.id(), raised.target().channel(), step),
              1,
              false);
      Optional<String> payload = AlertForm.of(kind).followUp(alert, envelope, raised.payload());
      if (payload.isPresent()) {
        DeliveryRows.insert(
            connection,
            clock.instant(),
            raised.target(),
            envelope,
            payload.get(),
            Disposition.SEND);
      }
    }
    if (step == Step.RECOVERED && !quiet) {
      tellOverInDigest(connection, alert);
    }
  }

  /**
   * Has it told in the next digest that an alert is over which a digest told, and no message of its
   * own: its readers heard of it there.
   */
  private void tellOverInDigest(Connection connection, Alert alert) throws SQLException {
    Set<String> told = new HashSet<>();
    DeliveryRows.told(connection, alert.id())
        .forEach(raised -> told.add(raised.target().channel()));
    for (DeliveryRows.Raised message :
        DeliveryRows.messages(connection, alert.id(), "'raised', 'reminded', 'escalated'")) {
      Target target = message.target();
      Optional<Instant> next =
          Disposition.nextDigest(policy.get(), target.channel(), clock.instant());
      if (message.state() == DeliveryState.GATHERED
          && next.isPresent()
          && told.add(target.channel())) {
        Envelope envelope =
            new Envelope(
                alert.id(), message.key(), Step.RECOVERED, Optional.empty(), clock.instant());
        DeliveryRows.insert(
            connection,
            clock.instant(),
            target,
            envelope,
            AlertForm.of(target.kind()).followUp(alert, envelope, message.payload()).orElse(""),
            new Disposition(DeliveryState.HELD, Disposition.DIGEST, next));
      }
    }
  }

  private static boolean hears(ChannelKind kind, Step step) {
    return switch (step) {
      case RECOVERED -> true;
      case ACKNOWLEDGED, SNOOZED, ASSIGNED -> kind.hearsAcknowledgement();
      case RAISED, REMINDED, ESCALATED, UPDATED -> false;
    };
  }
}
