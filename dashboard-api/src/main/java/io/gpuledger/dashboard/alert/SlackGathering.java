package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import java.util.List;

/**
 * A message of Slack's that gathers alerts, some of which are over since: their lines are struck.
 */
final class SlackGathering {
  private SlackGathering() {}

  /** The message with the lines of what is over struck, and their number below the header. */
  static String over(String raised, List<Alert> over, int overInAll, int gathered) {
    ObjectNode payload = PayloadJson.object(raised);
    ArrayNode blocks = payload.withArray("blocks");
    over.forEach(alert -> strike(blocks, alert));
    String count =
        overInAll == gathered
            ? gathered == 1 ? "It is over." : "All " + gathered + " are over."
            : overInAll + " of " + gathered + (overInAll == 1 ? " is over." : " are over.");
    SlackForm.mark(blocks, count);
    payload.put(
        "text", SlackText.cut(count + "\n" + payload.path("text").asText(), SlackForm.TEXT_LIMIT));
    return payload.toString();
  }

  /** Strikes the first line of an alert that is not struck; one that is not listed has none. */
  private static void strike(ArrayNode blocks, Alert alert) {
    List<String> lines =
        Gathering.linesBefore(alert).stream()
            .map(line -> NoticeWords.finding(line, Markup.SLACK))
            .toList();
    for (JsonNode block : blocks) {
      if (block.path("text") instanceof ObjectNode text && strike(text, lines)) {
        return;
      }
    }
  }

  private static boolean strike(ObjectNode text, List<String> wanted) {
    String[] lines = text.path("text").asText().split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (wanted.contains(lines[i])) {
        lines[i] = "• ~" + lines[i].substring(2) + "~ over";
        text.put("text", String.join("\n", lines));
        return true;
      }
    }
    return false;
  }
}
