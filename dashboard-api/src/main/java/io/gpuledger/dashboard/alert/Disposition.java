package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.AlertSeverity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a message at the moment at which it would be sent. Times of the day are those of
 * the wall clock of the configured zone, also over a change to or from daylight saving.
 *
 * @param state queued, held or suppressed
 * @param why {@code quiet}, {@code digest}, {@code flood}, or the name of the maintenance; empty
 *     where it is sent
 * @param until when what is held is gathered
 */
record Disposition(DeliveryState state, String why, Optional<Instant> until) {
  static final String QUIET = "quiet";
  static final String FLOOD = "flood";
  static final String DIGEST = "digest";

  static final Disposition SEND = new Disposition(DeliveryState.QUEUED, "", Optional.empty());

  boolean isSent() {
    return state == DeliveryState.QUEUED;
  }

  /**
   * What becomes of a message.
   *
   * @param raised when the alert was raised: maintenance is about what begins in it
   * @param sentLately messages that began in the channel in this hour of the clock
   */
  static Disposition of(
      AlertPolicy policy,
      String channel,
      AlertContent content,
      Instant raised,
      Instant now,
      long sentLately) {
    if (content.alertKind().isGathering()) {
      // It tells what was raised before, which a maintenance that began since is not about.
      return SEND;
    }
    for (AlertPolicy.Maintenance window : policy.maintenance()) {
      if (!raised.isBefore(window.from())
          && now.isBefore(window.to())
          && window.match().holds(content.alertKind(), content.teamScope(), content.severity())) {
        return new Disposition(DeliveryState.SUPPRESSED, window.name(), Optional.of(window.to()));
      }
    }
    if (content.severity() == AlertSeverity.PAGE) {
      return SEND;
    }
    Optional<Instant> quietUntil = quietUntil(policy, channel, now);
    if (quietUntil.isPresent()) {
      return new Disposition(DeliveryState.HELD, QUIET, quietUntil);
    }
    Optional<Instant> digest = nextDigest(policy, channel, now);
    if (content.severity() == AlertSeverity.INFO && digest.isPresent()) {
      return new Disposition(DeliveryState.HELD, DIGEST, digest);
    }
    if (sentLately >= policy.floodPerHour()) {
      return new Disposition(
          DeliveryState.HELD,
          FLOOD,
          Optional.of(now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1))));
    }
    return SEND;
  }

  /** When the quiet time of a channel is over; empty where it is not quiet now. */
  static Optional<Instant> quietUntil(AlertPolicy policy, String channel, Instant now) {
    return policy.quiet().stream()
        .filter(quiet -> isFor(quiet.channels(), channel))
        .flatMap(quiet -> end(quiet, now).stream())
        .max(Instant::compareTo);
  }

  private static Optional<Instant> end(AlertPolicy.Quiet quiet, Instant now) {
    LocalDate today = now.atZone(quiet.zone()).toLocalDate();
    boolean overnight = !quiet.from().isBefore(quiet.to());
    for (LocalDate day : List.of(today.minusDays(1), today)) {
      Instant from = at(day, quiet.from(), quiet.zone());
      Instant to = at(overnight ? day.plusDays(1) : day, quiet.to(), quiet.zone());
      if (!now.isBefore(from) && now.isBefore(to)) {
        return Optional.of(to);
      }
    }
    return Optional.empty();
  }

  /** The last time at which a digest of a channel was due, with its zone. */
  static Optional<ZonedDateTime> lastDigest(AlertPolicy policy, String channel, Instant now) {
    return digest(policy, channel)
        .map(
            digest -> {
              LocalDate today = now.atZone(digest.zone()).toLocalDate();
              ZonedDateTime at = ZonedDateTime.of(today, digest.at(), digest.zone());
              return at.toInstant().isAfter(now)
                  ? ZonedDateTime.of(today.minusDays(1), digest.at(), digest.zone())
                  : at;
            });
  }

  /** The next time at which a digest of a channel is due; empty where it has none. */
  static Optional<Instant> nextDigest(AlertPolicy policy, String channel, Instant now) {
    return digest(policy, channel)
        .map(
            digest -> {
              LocalDate today = now.atZone(digest.zone()).toLocalDate();
              Instant at = at(today, digest.at(), digest.zone());
              return at.isAfter(now) ? at : at(today.plusDays(1), digest.at(), digest.zone());
            });
  }

  private static Optional<AlertPolicy.Digest> digest(AlertPolicy policy, String channel) {
    return policy.digests().stream()
        .filter(digest -> isFor(digest.channels(), channel))
        .findFirst();
  }

  /** The zone of a channel's day: that of its digest or quiet hours, else UTC. */
  static ZoneId zone(AlertPolicy policy, String channel) {
    return digest(policy, channel)
        .map(AlertPolicy.Digest::zone)
        .or(
            () ->
                policy.quiet().stream()
                    .filter(quiet -> isFor(quiet.channels(), channel))
                    .map(AlertPolicy.Quiet::zone)
                    .findFirst())
        .orElse(ZoneOffset.UTC);
  }

  private static boolean isFor(List<String> channels, String channel) {
    return channels.isEmpty() || channels.contains(channel);
  }

  private static Instant at(LocalDate day, LocalTime time, ZoneId zone) {
    return ZonedDateTime.of(day, time, zone).toInstant();
  }
}
