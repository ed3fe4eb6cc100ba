package io.gpuledger.dashboard.alert.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Events API v2: trigger, acknowledge, resolve. Events with one dedup_key are one incident, so a
 * repeated one changes nothing.
 */
final class PagerDutyChannel implements Channel {
  private final GuardedHttp http;
  private final String endpoint;
  private final String routingKey;
  private final boolean allowPrivate;

  PagerDutyChannel(GuardedHttp http, String endpoint, String routingKey, boolean allowPrivate) {
    this.http = http;
    this.endpoint = endpoint;
    this.routingKey = routingKey;
    this.allowPrivate = allowPrivate;
  }

  @Override
  public Outcome send(Message message) {
    ObjectNode event = PayloadJson.object(message.payload());
    event.put("routing_key", routingKey);
    event.put("dedup_key", message.key());
    Outcome outcome =
        http.post(endpoint, GuardedHttp.JSON, event.toString(), Map.of(), allowPrivate);
    return outcome.result() == Outcome.Result.DELIVERED
        ? Outcome.delivered(message.key())
        : outcome;
  }
}
