package io.gpuledger.dashboard.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.close.CloseService;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says of what is loaded which closed periods it touches. Nothing is refused for it. */
final class ClosedPeriodNotes {
  private ClosedPeriodNotes() {}

  /** Adds {@code closedPeriods} to the report of an import. */
  static Object addTo(Object report, CloseService close) {
    if (report instanceof ObjectNode node) {
      Set<String> names = new TreeSet<>();
      for (JsonNode delivery : node.path("deliveries")) {
        if (delivery.path("visible").asBoolean() && !delivery.path("unchanged").asBoolean()) {
          names.addAll(closed(delivery.path("scope"), close));
        }
      }
      for (JsonNode emptied : node.at("/owned/emptied")) {
        names.addAll(closed(emptied.path("scope"), close));
      }
      for (JsonNode dataset : node.path("datasets")) {
        names.addAll(ofDataset(dataset, close));
      }
      write(names, node);
    }
    return report;
  }

  /** Adds {@code closedPeriods} to the report of one dataset, such as a typed total. */
  static Object addToDataset(Object report, CloseService close) {
    if (report instanceof ObjectNode node) {
      write(ofDataset(node, close), node);
    }
    return report;
  }

  private static Set<String> ofDataset(JsonNode dataset, CloseService close) {
    Set<String> names = new TreeSet<>();
    if (!dataset.path("unchanged").asBoolean()) {
      for (JsonNode period : dataset.path("billingPeriods")) {
        names.addAll(closed(period, close));
      }
    }
    return names;
  }

  private static Set<String> closed(JsonNode range, CloseService close) {
    return range(range).map(close::closedWithin).<Set<String>>map(TreeSet::new).orElse(Set.of());
  }

  private static Optional<TimeRange> range(JsonNode range) {
    JsonNode start = range.path("start");
    JsonNode end = range.path("end");
    return start.isTextual() && end.isTextual()
        ? Optional.of(new TimeRange(Instant.parse(start.asText()), Instant.parse(end.asText())))
        : Optional.empty();
  }

  private static void write(Set<String> names, ObjectNode node) {
    names.forEach(node.putArray("closedPeriods")::add);
  }
}
