package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.state.AuditLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does what a pressed button of a message in Slack says. Only an alert that was told in one of the
 * channels that the press may come from can be acted on. By which way the press came, and whether
 * it is Slack's, whoever received it has checked.
 */
public final class SlackActions {
  private final AlertLedger alerts;
  private final Function<String, ZoneId> zones;
  private final AuditLog audit;
  private final Consumer<Alert> changed;

  /**
   * Actions over a ledger.
   *
   * @param zones the zone of a channel's day
   * @param changed hears of each alert that was acted on
   */
  public SlackActions(
      AlertLedger alerts, Function<String, ZoneId> zones, AuditLog audit, Consumer<Alert> changed) {
    this.alerts = alerts;
    this.zones = zones;
    this.audit = audit;
    this.changed = changed;
  }

  /** What became of what Slack sent. */
  public enum Taken {
    /** It was acted on, as far as there was something to be done. */
    NOW,
    /** It was acted on when it came before. */
    BEFORE,
    /** It is no press of a button by a user, and changes nothing. */
    NO_PRESS
  }

  /**
   * Takes what Slack sent by Socket Mode. It sends it again until it is answered.
   *
   * @param envelope the same where Slack sends it again; without one, the same content within
   *     minutes is the same press
   * @param channels that it may come from
   */
  public Taken takeEnvelope(String envelope, JsonNode payload, List<String> channels) {
    String name = envelope.isEmpty() ? "payload:" + digest(payload) : "socket:" + envelope;
    return takeOnce(name, payload, channels);
  }

  /**
   * Takes a payload of Slack's, which may come again. Where it cannot be acted on, nothing of it is
   * done, and it may come again.
   *
   * @param name the same where it is sent again
   * @param channels that it may come from
   */
  public Taken takeOnce(String name, JsonNode payload, List<String> channels) {
    String user = payload.at("/user/id").asText();
    if (!payload.path("type").asText().equals("block_actions")
        || !user.matches("[UW][A-Z0-9]{2,30}")) {
      return Taken.NO_PRESS;
    }
    List<Alert> acted = new ArrayList<>();
    boolean first =
        alerts
            .care()
            .once(
                name,
                () -> {
                  for (JsonNode action : payload.path("actions")) {
                    act(action, channels, "slack:" + user).ifPresent(acted::add);
                  }
                });
    acted.forEach(changed);
    return first ? Taken.NOW : Taken.BEFORE;
  }

  private static String digest(JsonNode payload) {
    try {
      byte[] text = payload.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Optional<Alert> act(JsonNode action, List<String> channels, String user) {
    String id = action.path("value").asText();
    String code = action.path("action_id").asText();
    Optional<Alert> alert =
        id.matches("[0-9]{1,18}") ? alerts.find(Long.parseLong(id)) : Optional.empty();
    Optional<String> channel = alert.flatMap(found -> found.toldIn(channels));
    if (alert.isEmpty() || channel.isEmpty()) {
      // A link is pressed as well; there is nothing to be done about it.
      return Optional.empty();
    }
    if (code.equals(SlackAction.ACKNOWLEDGE.code())) {
      audit.add(user, "alert.acknowledge", id, "");
      return alerts.acknowledge(alert.get().id(), user);
    }
    if (code.equals(SlackAction.SNOOZE.code())) {
      ZoneId zone = zones.apply(channel.get());
      LocalDateTime local = alerts.care().inDays(1, zone);
      audit.add(user, "alert.snooze", id, local + " " + zone);
      return alerts.care().snooze(alert.get().id(), local, zone, user);
    }
    return Optional.empty();
  }
}
