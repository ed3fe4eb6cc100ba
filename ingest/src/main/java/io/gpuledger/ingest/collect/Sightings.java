package io.gpuledger.ingest.collect;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Since when the looks at a place have found the same version of an object. */
public final class Sightings {
  /** How long a version is to be seen unchanged, however often a place is looked at. */
  public static final Duration SETTLE = Duration.ofMinutes(1);

  private Map<String, Seen> seen = Map.of();
  private Instant now = Instant.MIN;

  private record Seen(String version, Instant since) {}

  /** Takes in what a look found. */
  public void look(List<StoredObject> listed, Instant at) {
    Map<String, Seen> next = new HashMap<>();
    for (StoredObject object : listed) {
      Seen before = seen.get(object.key());
      boolean same = before != null && before.version().equals(object.version());
      next.put(object.key(), same ? before : new Seen(object.version(), at));
    }
    seen = next;
    now = at;
  }

  /** Whether this version was found for at least {@link #SETTLE} by every look. */
  public boolean settled(StoredObject object) {
    Seen found = seen.get(object.key());
    return found != null
        && found.version().equals(object.version())
        && !found.since().plus(SETTLE).isAfter(now);
  }
}
