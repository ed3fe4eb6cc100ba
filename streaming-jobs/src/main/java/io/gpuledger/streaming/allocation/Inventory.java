package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which machine a provider's resource id names, and when. */
final class Inventory {
  /** Most machines and validities. */
  static final int ENTRIES_LIMIT = 1_000_000;

  /** A node of a cluster. */
  record Place(String cluster, String node) {}

  private record Entry(Place place, long fromMicros, long toMicros) {}

  private final Map<String, List<Entry>> byResource = new HashMap<>();

  /** What the mark of a day differs by from that of the day before. */
  private final TreeMap<LocalDate, Long> markChanges = new TreeMap<>();

  /** What only the mark of this day has: an entry begins or ends within it. */
  private final Map<LocalDate, Long> markBorders = new HashMap<>();

  private final TreeMap<LocalDate, Long> marks = new TreeMap<>();

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
        inventory.add(normal(resource), new Entry(place, in.int64(), in.int64()));
      }
    }
    long mark = 0;
    for (Map.Entry<LocalDate, Long> change : inventory.markChanges.entrySet()) {
      mark += change.getValue();
      inventory.marks.put(change.getKey(), mark);
    }
    return inventory;
  }

  /**
   * Whatever is known of a day, in few letters: it differs where a machine, its resource id or its
   * time on that day does. Empty where nothing is in inventory.
   */
  String mark(LocalDate day) {
    Map.Entry<LocalDate, Long> whole = marks.floorEntry(day);
    long mark = (whole == null ? 0 : whole.getValue()) + markBorders.getOrDefault(day, 0L);
    return mark == 0 ? "" : Long.toHexString(mark);
  }

  /**
   * The machine of a charge's resource id in a range, the first where one followed another; ids may
   * be the last part.
   */
  Optional<Place> find(String resourceId, TimeRange range) {
    String normal = normal(resourceId);
    return in(normal, range).or(() -> in(normal.substring(normal.lastIndexOf('/') + 1), range));
  }

  private Optional<Place> in(String resource, TimeRange range) {
    long start = Micros.of(range.start());
    long end = Micros.of(range.end());
    return byResource.getOrDefault(resource, List.of()).stream()
        .filter(entry -> entry.fromMicros < end && start < entry.toMicros)
        .map(Entry::place)
        .findFirst();
  }

  private void add(String resource, Entry entry) {
    byResource.computeIfAbsent(resource, key -> new ArrayList<>(1)).add(entry);
    long hash = hash(resource + '\n' + entry.place.cluster + '\n' + entry.place.node);
    LocalDate first = day(entry.fromMicros);
    markChanges.merge(first, hash, Long::sum);
    border(first, entry.fromMicros, hash);
    if (entry.toMicros != Long.MAX_VALUE) {
      LocalDate last = day(entry.toMicros);
      markChanges.merge(last.plusDays(1), -hash, Long::sum);
      border(last, entry.toMicros, hash);
    }
  }

  private void border(LocalDate day, long micros, long hash) {
    markBorders.merge(day, hash(hash + "@" + micros), Long::sum);
  }

  private static LocalDate day(long micros) {
    return LocalDate.ofInstant(Micros.toInstant(micros), ZoneOffset.UTC);
  }

  private static long hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String normal(String resourceId) {
    return resourceId.toLowerCase(Locale.ROOT);
  }
}
