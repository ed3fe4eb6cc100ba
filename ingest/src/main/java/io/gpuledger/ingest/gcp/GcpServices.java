package io.gpuledger.ingest.gcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Category and subcategory of FOCUS by the name of a service; {@code services.csv} has the list.
 */
final class GcpServices {
  private static final Kind OTHER = new Kind("Other", "Other (Other)");
  private static final Map<String, Kind> KINDS = load();

  private GcpServices() {}

  /** ServiceCategory and ServiceSubcategory. */
  record Kind(String category, String subcategory) {}

  /** What a service is; other where the list lacks it. */
  static Kind of(String name) {
    return KINDS.getOrDefault(name.strip().toLowerCase(Locale.ROOT), OTHER);
  }

  private static Map<String, Kind> load() {
    Map<String, Kind> kinds = new HashMap<>();
    InputStream resource =
        GcpServices.class.getResourceAsStream("/io/gpuledger/ingest/gcp/services.csv");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] fields = line.split(",", -1);
          kinds.put(fields[0].toLowerCase(Locale.ROOT), new Kind(fields[1], fields[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(kinds);
  }
}
