package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.state.AuditLog;
import java.time.LocalDateTime;
import java.time.ZoneId;
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

  /**
   * Takes a payload of Slack's.
   *
   * @param channels that it may come from
   * @return whether it is a press of a button by a user; any other changes nothing
   */
  public boolean take(JsonNode payload, List<String> channels) {
    String user = payload.at("/user/id").asText();
    if (!payload.path("type").asText().equals("block_actions")
        || !user.matches("[UW][A-Z0-9]{2,30}")) {
      return false;
    }
    for (JsonNode action : payload.path("actions")) {
      act(action, channels, "slack:" + user);
    }
    return true;
  }

  /**
   * As {@link #take(JsonNode, List)}, of something that Slack may send again.
   *
   * @param name the same where it is sent again
   */
  public void takeOnce(String name, JsonNode payload, List<String> channels) {
    if (alerts.care().takeOnce(name)) {
      take(payload, channels);
    }
  }

  private void act(JsonNode action, List<String> channels, String user) {
    String id = action.path("value").asText();
    String code = action.path("action_id").asText();
    Optional<Alert> alert =
        id.matches("[0-9]{1,18}") ? alerts.find(Long.parseLong(id)) : Optional.empty();
    Optional<String> channel = alert.flatMap(found -> found.toldIn(channels));
    if (alert.isEmpty() || channel.isEmpty()) {
      // A link is pressed as well; there is nothing to be done about it.
      return;
    }
    Optional<Alert> done = Optional.empty();
    if (code.equals(SlackAction.ACKNOWLEDGE.code())) {
      audit.add(user, "alert.acknowledge", id, "");
      done = alerts.acknowledge(alert.get().id(), user);
    } else if (code.equals(SlackAction.SNOOZE.code())) {
      ZoneId zone = zones.apply(channel.get());
      LocalDateTime local = alerts.care().inDays(1, zone);
      audit.add(user, "alert.snooze", id, local + " " + zone);
      done = alerts.care().snooze(alert.get().id(), local, zone, user);
    }
    done.ifPresent(changed);
  }
}
