package io.gpuledger.ingest.azure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Regions by the ways in which bills write them; {@code regions.csv} has the list. */
final class AzureRegions {
  private static final Map<String, Region> BY_KEY = load();

  private AzureRegions() {}

  /** A region; the name is empty where the list lacks it. */
  record Region(String id, String name) {}

  /** The region of a location such as {@code EastUS2}, {@code US East 2} or {@code East US 2}. */
  static Region of(String location) {
    String key = key(location);
    Region known = BY_KEY.get(location.strip().toLowerCase(Locale.ROOT));
    return known == null ? BY_KEY.getOrDefault(key, new Region(key, "")) : known;
  }

  private static String key(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
  }

  private static Map<String, Region> load() {
    Map<String, Region> regions = new HashMap<>();
    for (String[] fields : AzureServices.lines("regions.csv")) {
      Region region = new Region(fields[0], fields[1]);
      regions.put(fields[0], region);
      regions.put(key(fields[1]), region);
      // With its blanks: "CH North" is in Switzerland, "chnorth" in China.
      if (!fields[2].isEmpty()) {
        regions.put(fields[2].toLowerCase(Locale.ROOT), region);
      }
    }
    return Map.copyOf(regions);
  }
}
