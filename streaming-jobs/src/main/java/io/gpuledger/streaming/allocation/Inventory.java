package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which machine a provider's resource id names, and when. */
final class Inventory {
  /** Most machines and validities. */
  static final int ENTRIES_LIMIT = 1_000_000;

  /** A node of a cluster. */
  record Place(String cluster, String node) {}

  private record Entry(Place place, long fromMicros, long toMicros) {}

  private final Map<String, List<Entry>> byResource = new HashMap<>();

  static Inventory load(LedgerClient client) {
    Inventory inventory = new Inventory();
    int entries = 0;
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_inventory"), Map.of()))) {
      while (in.hasNext()) {
        if (++entries > ENTRIES_LIMIT) {
          throw new IllegalStateException("more than " + ENTRIES_LIMIT + " machines in inventory");
        }
        Place place = new Place(in.string(), in.string());
        String resource = in.string();
        Entry entry = new Entry(place, in.int64(), in.int64());
        inventory
            .byResource
            .computeIfAbsent(normal(resource), key -> new ArrayList<>(1))
            .add(entry);
      }
    }
    return inventory;
  }

  /** The machine of a charge's resource id at the start of a range; ids may be the last part. */
  Optional<Place> find(String resourceId, TimeRange range) {
    String normal = normal(resourceId);
    long micros = Micros.of(range.start());
    return at(normal, micros).or(() -> at(normal.substring(normal.lastIndexOf('/') + 1), micros));
  }

  private Optional<Place> at(String resource, long micros) {
    return byResource.getOrDefault(resource, List.of()).stream()
        .filter(entry -> entry.fromMicros <= micros && micros < entry.toMicros)
        .map(Entry::place)
        .findFirst();
  }

  private static String normal(String resourceId) {
    return resourceId.toLowerCase(Locale.ROOT);
  }
}
