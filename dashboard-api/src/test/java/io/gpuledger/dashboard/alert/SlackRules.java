package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The limits that Slack's documentation gives for the blocks we use. */
final class SlackRules {
  private SlackRules() {}

  static List<String> faults(JsonNode payload) {
    List<String> faults = new ArrayList<>();
    check(faults, payload.path("text").asText().length() <= 40_000, "text");
    check(faults, payload.path("blocks").size() <= 50, "blocks");
    for (JsonNode block : payload.path("blocks")) {
      switch (block.path("type").asText()) {
        case "header" -> {
          check(faults, block.at("/text/type").asText().equals("plain_text"), "header type");
          check(faults, within(block.at("/text/text"), 150), "header length");
        }
        case "section" -> {
          boolean fields = block.has("fields");
          check(faults, fields || within(block.at("/text/text"), 3_000), "section length");
          check(faults, !fields || block.get("fields").size() <= 10, "section fields");
          block.path("fields").forEach(f -> check(faults, within(f.get("text"), 2_000), "field"));
        }
        case "context" -> check(faults, block.path("elements").size() <= 10, "context");
        case "actions" -> {
          check(faults, block.path("elements").size() <= 25, "actions");
          for (JsonNode element : block.path("elements")) {
            check(faults, element.path("type").asText().equals("button"), "action type");
            check(faults, within(element.at("/text/text"), 75), "button text");
            check(faults, within(element.path("url"), 3_000), "button url");
            check(faults, within(element.path("action_id"), 255), "button action");
          }
        }
        default -> faults.add("block " + block.path("type").asText());
      }
    }
    return faults;
  }

  private static boolean within(JsonNode text, int limit) {
    return text.isTextual() && !text.asText().isEmpty() && text.asText().length() <= limit;
  }

  private static void check(List<String> faults, boolean holds, String what) {
    if (!holds) {
      faults.add(what);
    }
  }
}
