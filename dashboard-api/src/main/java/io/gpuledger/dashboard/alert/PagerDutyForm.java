package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import java.util.Optional;

/**
 * An event of Events API v2: the alert triggers, acknowledgement acknowledges, recovery resolves.
 * The routing key and the dedup_key are put in when it is sent.
 */
final class PagerDutyForm implements AlertForm {
  static final int SUMMARY_LIMIT = 1_024;

  /** Ends an incident. */
  static final String RESOLVE = action("resolve");

  @Override
  public String raised(AlertContent content, Envelope envelope) {
    Words words = content.words(envelope, Markup.PLAIN);
    ObjectNode event = PayloadJson.object();
    event.put("event_action", "trigger");
    event.put("client", "GpuLedger");
    envelope.link().ifPresent(uri -> event.put("client_url", uri.toString()));
    ObjectNode payload = event.putObject("payload");
    payload.put(
        "summary",
        SlackText.cut(
            Markup.PLAIN.text(words.title()) + ". " + words.burn() + ". " + words.canWait(),
            SUMMARY_LIMIT));
    payload.put("severity", severity(content));
    payload.put("timestamp", envelope.at().toString());
    payload.put("source", Markup.PLAIN.text(content.source()));
    if (!content.component().isEmpty()) {
      payload.put("component", Markup.PLAIN.text(content.component()));
    }
    payload.put("group", String.join(", ", content.teamScope()));
    payload.put("class", content.alertKind().code());
    ObjectNode details = payload.putObject("custom_details");
    words.details().forEach(details::put);
    return event.toString();
  }

  private static String severity(AlertContent content) {
    return switch (content.severity()) {
      case INFO -> "info";
      case WARNING -> content.isBreach() ? "error" : "warning";
      case PAGE -> "critical";
    };
  }

  @Override
  public Optional<String> followUp(Alert alert, Envelope envelope, String raised) {
    return switch (envelope.step()) {
      case RAISED, SNOOZED, ASSIGNED, REMINDED, ESCALATED, UPDATED -> Optional.empty();
      // An incident that is resolved is not taken on any more.
      case ACKNOWLEDGED -> alert.isOpen() ? Optional.of(action("acknowledge")) : Optional.empty();
      case RECOVERED -> Optional.of(RESOLVE);
    };
  }

  private static String action(String word) {
    return PayloadJson.object().put("event_action", word).toString();
  }
}
