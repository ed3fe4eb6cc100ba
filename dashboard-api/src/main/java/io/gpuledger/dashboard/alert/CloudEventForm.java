package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import java.util.Optional;

/**
 * A CloudEvent 1.0 with the facts as data. Amounts are decimal text. The id stays the same when the
 * event is sent again, so a receiver that keeps ids takes each event once.
 */
final class CloudEventForm implements AlertForm {
  private static final String SOURCE = "urn:gpuledger:alerts";

  private static ObjectNode event(Envelope envelope) {
    ObjectNode event = PayloadJson.object();
    event.put("specversion", "1.0");
    event.put("id", envelope.id());
    event.put("source", SOURCE);
    event.put("type", "io.gpuledger.alert." + envelope.step().code());
    event.put("subject", "alert/" + envelope.alertId());
    event.put("time", envelope.at().toString());
    event.put("datacontenttype", "application/json");
    return event;
  }

  @Override
  public String raised(AlertContent content, Envelope envelope) {
    Words words = content.words(envelope, Markup.PLAIN);
    ObjectNode event = event(envelope);
    ObjectNode data = event.putObject("data");
    data.put("alertId", Long.toString(envelope.alertId()));
    data.put("title", words.title());
    data.put("alertKind", content.alertKind().code());
    data.put("severity", content.severity().code());
    content.write(data);
    data.put("text", String.join("\n", words.parts()));
    envelope.link().ifPresent(uri -> data.put("link", uri.toString()));
    return event.toString();
  }

  static void strings(ArrayNode array, Iterable<String> values) {
    values.forEach(array::add);
  }

  static void cause(ObjectNode node, AlertFacts.Cause cause) {
    node.put("holder", cause.holder());
    node.put("node", cause.node());
    node.put("user", cause.user());
    cause.since().ifPresent(since -> node.put("since", since.toString()));
    StopCommand.of(cause.holder())
        .ifPresent(stop -> node.put("command", stop.command()).put("dryRun", stop.dryRun()));
  }

  @Override
  public Optional<String> followUp(Alert alert, Envelope envelope, String raised) {
    ObjectNode event = event(envelope);
    ObjectNode data = event.putObject("data");
    data.put("alertId", Long.toString(alert.id()));
    data.put("title", FollowUpWords.title(alert, envelope.step()));
    data.put("alertKind", alert.about().kind().code());
    if (alert.about().kind().isBudget()) {
      data.put("budgetId", alert.budgetId());
      data.put("period", alert.period());
      data.put("thresholdPercent", alert.threshold());
    }
    data.put("text", FollowUpWords.sentence(alert, envelope.step()));
    if (!alert.acknowledgedBy().isEmpty()) {
      data.put("acknowledgedBy", alert.acknowledgedBy());
      data.put("acknowledgedAt", alert.acknowledgedAt());
    }
    if (!alert.recoveredAt().isEmpty()) {
      data.put("recoveredAt", alert.recoveredAt());
      data.put("recoveryReason", alert.recoveryReason());
    }
    return Optional.of(event.toString());
  }
}
