package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the documentation of Events API v2 asks of an event. */
final class PagerDutyRules {
  private PagerDutyRules() {}

  static List<String> faults(JsonNode event) {
    List<String> faults = new ArrayList<>();
    String action = event.path("event_action").asText();
    check(faults, Set.of("trigger", "acknowledge", "resolve").contains(action), "event_action");
    check(faults, !event.path("routing_key").asText().isEmpty(), "routing_key");
    String key = event.path("dedup_key").asText();
    check(faults, !key.isEmpty() && key.length() <= 255, "dedup_key");
    if (action.equals("trigger")) {
      JsonNode payload = event.path("payload");
      String summary = payload.path("summary").asText();
      check(faults, !summary.isEmpty() && summary.length() <= 1_024, "summary");
      check(faults, !payload.path("source").asText().isEmpty(), "source");
      check(
          faults,
          Set.of("critical", "error", "warning", "info")
              .contains(payload.path("severity").asText()),
          "severity");
      check(faults, event.toString().length() <= 512 * 1024, "size");
    }
    return faults;
  }

  private static void check(List<String> faults, boolean holds, String what) {
    if (!holds) {
      faults.add(what);
    }
  }
}
