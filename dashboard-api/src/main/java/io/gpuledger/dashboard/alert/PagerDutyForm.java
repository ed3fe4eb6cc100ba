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
  public String raised(AlertFacts facts, Envelope envelope) {
    AlertWords words = new AlertWords(facts, envelope.link(), Markup.PLAIN);
    boolean passed = facts.budget().limit().compareTo(facts.spent().counted()) <= 0;
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
    payload.put("severity", passed ? "error" : "warning");
    payload.put("timestamp", envelope.at().toString());
    payload.put(
        "source",
        Markup.PLAIN.text(
            facts
                .cause()
                .map(AlertFacts.Cause::node)
                .filter(node -> !node.isEmpty())
                .orElse("budget " + facts.budget().name())));
    facts.cause().ifPresent(cause -> payload.put("component", Markup.PLAIN.text(cause.holder())));
    payload.put("group", String.join(", ", facts.budget().teamScope()));
    payload.put("class", "budget " + facts.kind().code());
    ObjectNode details = payload.putObject("custom_details");
    details.put("spent", words.spent());
    details.put("burn", words.burn());
    details.put("can it wait", words.canWait());
    details.put("cause", words.cause());
    details.put("drivers", words.drivers());
    details.put("owner", words.owner());
    details.put("command", words.command());
    details.put("not known", words.unknown());
    details.put("scope", words.footer());
    return event.toString();
  }

  @Override
  public Optional<String> followUp(Alert alert, Envelope envelope, String raised) {
    return switch (envelope.step()) {
      case RAISED -> Optional.empty();
      case ACKNOWLEDGED -> Optional.of(action("acknowledge"));
      case RECOVERED -> Optional.of(RESOLVE);
    };
  }

  private static String action(String word) {
    return PayloadJson.object().put("event_action", word).toString();
  }
}
