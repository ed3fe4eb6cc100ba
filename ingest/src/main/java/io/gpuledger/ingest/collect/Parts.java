package io.gpuledger.ingest.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the objects that manifests name. */
final class Parts {
  private final Map<String, List<StoredObject>> byName = new HashMap<>();

  Parts(List<StoredObject> listed) {
    listed.forEach(
        object -> byName.computeIfAbsent(object.name(), none -> new ArrayList<>()).add(object));
  }

  /**
   * The objects that a key of a manifest can mean: none where it is not there, several where it
   * cannot be told which. An equal key goes first, then the longest end that both keys have, then
   * the object that shares most folders with the manifest: two exports in one place can name their
   * parts alike.
   */
  List<StoredObject> find(StoredObject manifest, String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    List<StoredObject> named = byName.getOrDefault(name, List.of());
    if (!key.contains("/")) {
      String beside = manifest.folder().isEmpty() ? name : manifest.folder() + "/" + name;
      return named.stream().filter(object -> object.key().equals(beside)).toList();
    }
    List<StoredObject> best = new ArrayList<>();
    int most = 0;
    for (StoredObject object : named) {
      int end = end(manifest, object.key(), key);
      if (end > most) {
        best.clear();
        most = end;
      }
      if (end == most && end > 0) {
        best.add(object);
      }
    }
    int shared = best.stream().mapToInt(each -> shared(manifest, each)).max().orElse(0);
    return best.stream().filter(each -> shared(manifest, each) == shared).toList();
  }

  /** How much of their ends the keys have in common; 0 where they are of different objects. */
  private static int end(StoredObject manifest, String object, String key) {
    if (object.equals(key)) {
      return Integer.MAX_VALUE;
    }
    if (key.endsWith("/" + object)) {
      return object.length();
    }
    if (!object.endsWith("/" + key)) {
      return 0;
    }
    // The place has folders above the bucket of the export; its manifest stands below them too.
    String above = object.substring(0, object.length() - key.length());
    return manifest.key().startsWith(above) ? key.length() : 0;
  }

  /** How many folders from the top an object and the manifest have in common. */
  private static int shared(StoredObject manifest, StoredObject object) {
    String[] one = manifest.folder().split("/", -1);
    String[] other = object.folder().split("/", -1);
    int same = 0;
    while (same < one.length && same < other.length && one[same].equals(other[same])) {
      same++;
    }
    return same;
  }
}
