package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.close.CloseService;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/** Says of an import which closed periods its deliveries touch. Nothing is refused for it. */
final class ClosedPeriodNotes {
  private ClosedPeriodNotes() {}

  /** Adds {@code closedPeriods} to the report of an import. */
  static Object addTo(Object report, CloseService close) {
    if (report instanceof ObjectNode node) {
      Set<String> names = new TreeSet<>();
      for (JsonNode delivery : node.path("deliveries")) {
        JsonNode start = delivery.path("scope").path("start");
        JsonNode end = delivery.path("scope").path("end");
        boolean changes =
            delivery.path("visible").asBoolean() && !delivery.path("unchanged").asBoolean();
        if (changes && start.isTextual() && end.isTextual()) {
          names.addAll(
              close.closedWithin(
                  new TimeRange(Instant.parse(start.asText()), Instant.parse(end.asText()))));
        }
      }
      names.forEach(node.putArray("closedPeriods")::add);
    }
    return report;
  }
}
