package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.dashboard.launcher.Doctor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether pressed buttons of Slack reach the running instance, as it says itself. */
final class ButtonCheck {
  private ButtonCheck() {}

  static List<Finding> of(String url, String token) {
    try {
      return of(new ApiClient(url, token).get("/api/v1/channels", Map.of()));
    } catch (CommandFailure silent) {
      return List.of(
          new Finding(
              "running instance",
              false,
              String.valueOf(silent.getMessage()),
              "look into its log, or start it anew"));
    }
  }

  /** What an answer of {@code /api/v1/channels} says of them. */
  static List<Finding> of(JsonNode channels) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode channel : channels.path("rows")) {
      JsonNode buttons = channel.path("buttons");
      if (buttons.isObject()) {
        findings.add(finding("buttons of channel " + channel.path("name").asText(), buttons));
      }
    }
    return findings;
  }

  private static Finding finding(String check, JsonNode buttons) {
    String since = " since " + buttons.path("since").asText();
    String error = buttons.path("error").asText("");
    return switch (buttons.path("state").asText()) {
      case "switched_off" ->
          new Finding(
              check,
              false,
              error + since,
              "switch Socket Mode on in the settings of the app at Slack, then start GpuLedger anew"
                  + " or change a setting of gpuledger.yaml");
      case "failing" ->
          new Finding(
              check,
              false,
              error + since,
              "look at the appToken of the channel and at the network; it is tried on");
      case "connecting" -> new Finding(check, true, "connecting" + since, "");
      default -> new Finding(check, true, "connected" + since, "");
    };
  }
}
