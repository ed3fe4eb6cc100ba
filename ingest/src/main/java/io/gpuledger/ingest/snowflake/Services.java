package io.gpuledger.ingest.snowflake;

import java.util.Locale;

/** What the service types of Snowflake are in FOCUS. */
final class Services {
  private Services() {}

  /** ServiceCategory and ServiceSubcategory. */
  record Kind(String category, String subcategory) {}

  /**
   * What a service is.
   *
   * @param service the service type, else the legacy usage type
   */
  static Kind kind(String service) {
    String word = service.toUpperCase(Locale.ROOT).replace(' ', '_');
    if (word.startsWith("AI_") || word.contains("CORTEX") || word.contains("DOCUMENT_AI")) {
      return new Kind("AI and Machine Learning", "Generative AI");
    }
    if (word.contains("CONTAINER_SERVICE")) {
      return new Kind("Compute", "Containers");
    }
    if (word.contains("STORAGE")) {
      return new Kind("Storage", "Storage Platforms");
    }
    if (word.contains("TRANSFER")) {
      return new Kind("Networking", "Other (Networking)");
    }
    if (word.contains("SUPPORT")) {
      return new Kind("Management and Governance", "Support");
    }
    return new Kind("Databases", "Data Warehouses");
  }
}
