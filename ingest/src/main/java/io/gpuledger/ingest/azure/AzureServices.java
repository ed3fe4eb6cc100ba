package io.gpuledger.ingest.azure;

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
import java.util.Set;

/**
 * Name, category and subcategory of a service in FOCUS. {@code services.csv} has them by the type
 * of the resource; for others the meter's category is the name, and the family gives the category.
 */
final class AzureServices {
  private static final Map<String, Service> BY_TYPE = load();

  /** ServiceFamily of Azure and the category of FOCUS. */
  private static final Map<String, String> FAMILIES =
      Map.ofEntries(
          Map.entry("ai + machine learning", "AI and Machine Learning"),
          Map.entry("analytics", "Analytics"),
          Map.entry("compute", "Compute"),
          Map.entry("containers", "Compute"),
          Map.entry("databases", "Databases"),
          Map.entry("developer tools", "Developer Tools"),
          Map.entry("identity", "Identity"),
          Map.entry("integration", "Integration"),
          Map.entry("internet of things", "Internet of Things"),
          Map.entry("management and governance", "Management and Governance"),
          Map.entry("networking", "Networking"),
          Map.entry("security", "Security"),
          Map.entry("storage", "Storage"),
          Map.entry("web", "Web"));

  /** Words in the categories of meters of models [K]. */
  private static final Set<String> MODELS =
      Set.of("openai", "cognitive services", "foundry", "ai services", "azure ai");

  /** A service; the category is that of FOCUS. */
  record Service(String name, String category, String subcategory) {}

  private AzureServices() {}

  /** Whether a category of meters is of models that are paid by the token. */
  static boolean isModels(String meterCategory) {
    String lower = meterCategory.toLowerCase(Locale.ROOT);
    return MODELS.stream().anyMatch(lower::contains);
  }

  /**
   * The service of a line.
   *
   * @param resourceType such as {@code microsoft.compute/virtualmachines}, may be empty
   * @param family ServiceFamily
   */
  static Service of(String resourceType, String meterCategory, String family, boolean tokens) {
    if (isModels(meterCategory)) {
      return new Service(
          meterCategory, "AI and Machine Learning", tokens ? "Generative AI" : "AI Platforms");
    }
    Service known = BY_TYPE.get(resourceType.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    String category = FAMILIES.getOrDefault(family.strip().toLowerCase(Locale.ROOT), "Other");
    return new Service(meterCategory, category, "Other (" + category + ")");
  }

  private static Map<String, Service> load() {
    Map<String, Service> services = new HashMap<>();
    for (String[] fields : lines("services.csv")) {
      services.put(fields[0], new Service(fields[1], fields[2], fields[3]));
    }
    return Map.copyOf(services);
  }

  /** The records of a list that comes with this package. */
  static Iterable<String[]> lines(String name) {
    InputStream resource =
        AzureServices.class.getResourceAsStream("/io/gpuledger/ingest/azure/" + name);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
