package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Prints the report of a load: each delivery with its reconciliation, then what was refused. */
final class ImportText {
  private static final int REJECTS_SHOWN = 10;

  private final Console console;

  ImportText(Console console) {
    this.console = console;
  }

  void print(JsonNode report) {
    for (JsonNode delivery : report.path("deliveries")) {
      console.result(
          "%s  %s  %s%s"
              .formatted(
                  delivery.path("source").asText(),
                  scope(delivery.path("scope")),
                  (delivery.path("format").asText() + " " + delivery.path("focusVersion").asText())
                      .strip(),
                  delivery.path("unchanged").asBoolean() ? "  unchanged" : ""));
      console.result(
          "  rows read %d = accepted %d + rejected %d; repeated in the set %d"
              .formatted(
                  delivery.path("rowsRead").asLong(),
                  delivery.path("rowsAccepted").asLong(),
                  delivery.path("rowsRejected").asLong(),
                  delivery.path("rowsDuplicate").asLong()));
      if (delivery.path("rowsDuplicate").asLong() > 0) {
        console.result("  repeated, invoiced " + sums(delivery.path("duplicateBilledCost")));
      }
      console.result("  invoiced " + sums(delivery.path("billedCost")));
      if (delivery.has("nativeBilledCost")) {
        console.result("  by the bill's own columns " + sums(delivery.path("nativeBilledCost")));
      }
      console.result("  amortised " + sums(delivery.path("effectiveCost")));
      if (delivery.has("nativeEffectiveCost")) {
        console.result("  by the bill's own columns " + sums(delivery.path("nativeEffectiveCost")));
      }
      console.result("  delivery " + delivery.path("deliveryId").asText());
    }
    report.path("datasets").forEach(this::printDataset);
    for (JsonNode closed : report.path("closedPeriods")) {
      console.result(
          "  "
              + closed.asText()
              + " is closed: its signed figures stand, what changed becomes corrections");
    }
    for (JsonNode note : report.path("notes")) {
      console.result(
          "  %s %s%s: %s"
              .formatted(
                  note.path("code").asText().equals("SEPARATOR") ? "note" : "WARNING",
                  note.path("file").asText(),
                  note.path("line").asLong() > 0 ? ":" + note.path("line").asLong() : "",
                  note.path("message").asText()));
    }
    JsonNode rejects = report.path("rejects");
    for (int i = 0; i < Math.min(rejects.size(), REJECTS_SHOWN); i++) {
      JsonNode reject = rejects.get(i);
      console.result(
          "  refused %s:%d:%d %s: %s"
              .formatted(
                  reject.path("file").asText(),
                  reject.path("line").asLong(),
                  reject.path("column").asLong(),
                  reject.path("field").asText(),
                  reject.path("message").asText()));
    }
    if (rejects.size() > REJECTS_SHOWN) {
      console.result("  and " + (rejects.size() - REJECTS_SHOWN) + " more; see screen Data");
    }
  }

  private void printDataset(JsonNode load) {
    console.result(
        "%s  %s  focus %s%s"
            .formatted(
                load.path("source").asText(),
                load.path("dataset").asText().replace('_', ' '),
                load.path("focusVersion").asText(),
                load.path("unchanged").asBoolean() ? "  unchanged" : ""));
    console.result(
        "  rows read %d = accepted %d + rejected %d; repeated in the set %d"
            .formatted(
                load.path("rowsRead").asLong(),
                load.path("rowsAccepted").asLong(),
                load.path("rowsRejected").asLong(),
                load.path("rowsDuplicate").asLong()));
    if (!load.path("payable").isEmpty()) {
      console.result("  payable " + sums(load.path("payable")));
    }
  }

  private static String scope(JsonNode scope) {
    return scope.isTextual()
        ? scope.asText()
        : scope.path("account").asText() + " " + scope.path("start").asText();
  }

  private static String sums(JsonNode byCurrency) {
    List<String> parts = new ArrayList<>();
    byCurrency
        .properties()
        .forEach(entry -> parts.add(entry.getValue().asText() + " " + entry.getKey()));
    return parts.isEmpty() ? "-" : String.join(", ", parts);
  }
}
