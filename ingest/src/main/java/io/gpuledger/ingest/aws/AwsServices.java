package io.gpuledger.ingest.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Category and subcategory of FOCUS by AWS's product code; {@code services.csv} has the list. */
final class AwsServices {
  private static final Kind OTHER = new Kind("Other", "Other (Other)");
  private static final Map<String, Kind> KINDS = load();

  private AwsServices() {}

  /** ServiceCategory and ServiceSubcategory. */
  record Kind(String category, String subcategory) {}

  /** What a service is; other where the list lacks it. */
  static Kind of(String productCode) {
    return KINDS.getOrDefault(productCode, OTHER);
  }

  private static Map<String, Kind> load() {
    Map<String, Kind> kinds = new HashMap<>();
    InputStream resource =
        AwsServices.class.getResourceAsStream("/io/gpuledger/ingest/aws/services.csv");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] fields = line.split(",", -1);
          kinds.put(fields[0], new Kind(fields[1], fields[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(kinds);
  }
}
