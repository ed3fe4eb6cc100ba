package io.gpuledger.ingest.oci;

import java.util.Locale;
import java.util.Map;

/** Category and subcategory of FOCUS by the code of a service. */
final class OciServices {
  private static final Kind OTHER = new Kind("Other", "Other (Other)");

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("COMPUTE", new Kind("Compute", "Virtual Machines")),
          Map.entry("CONTAINER_ENGINE", new Kind("Compute", "Containers")),
          Map.entry("FUNCTIONS", new Kind("Compute", "Serverless Compute")),
          Map.entry("BLOCK_STORAGE", new Kind("Storage", "Block Storage")),
          Map.entry("OBJECTSTORE", new Kind("Storage", "Object Storage")),
          Map.entry("OBJECT_STORAGE", new Kind("Storage", "Object Storage")),
          Map.entry("FILE_STORAGE", new Kind("Storage", "File Storage")),
          Map.entry("NETWORK", new Kind("Networking", "Network Infrastructure")),
          Map.entry("LOAD_BALANCER", new Kind("Networking", "Application Networking")),
          Map.entry("DNS", new Kind("Networking", "Network Routing")),
          Map.entry("DATABASE", new Kind("Databases", "Relational Databases")),
          Map.entry("MYSQL", new Kind("Databases", "Relational Databases")),
          Map.entry("NOSQL", new Kind("Databases", "NoSQL Databases")),
          Map.entry("DATA_SCIENCE", new Kind("AI and Machine Learning", "Machine Learning")),
          Map.entry("GENERATIVE_AI", new Kind("AI and Machine Learning", "Generative AI")),
          Map.entry("TELEMETRY", new Kind("Management and Governance", "Observability")),
          Map.entry("LOGGING", new Kind("Management and Governance", "Observability")),
          Map.entry("KMS", new Kind("Security", "Secret Management")));

  private OciServices() {}

  /** ServiceCategory and ServiceSubcategory. */
  record Kind(String category, String subcategory) {}

  /** What a service is; other where the list lacks it. */
  static Kind of(String code) {
    return KINDS.getOrDefault(code.strip().toUpperCase(Locale.ROOT), OTHER);
  }
}
