package io.gpuledger.ingest.databricks;

import java.util.List;
import java.util.Map;

/** What the billing products of Databricks are in FOCUS, and what their usage belongs to. */
final class Products {
  private static final Kind OTHER = new Kind("Analytics", "Analytics Platforms");
  private static final Kind AI = new Kind("AI and Machine Learning", "AI Platforms");
  private static final Kind DATABASE = new Kind("Databases", "Data Warehouses");

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("MODEL_SERVING", AI),
          Map.entry("VECTOR_SEARCH", AI),
          Map.entry("FOUNDATION_MODEL_TRAINING", new Kind(AI.category, "Machine Learning")),
          Map.entry("AI_GATEWAY", AI),
          Map.entry("AI_FUNCTIONS", new Kind(AI.category, "Generative AI")),
          Map.entry("AGENT_BRICKS", new Kind(AI.category, "Generative AI")),
          Map.entry("AGENT_EVALUATION", new Kind(AI.category, "Generative AI")),
          Map.entry("AI_RUNTIME", new Kind(AI.category, "Machine Learning")),
          Map.entry("JOBS", new Kind("Analytics", "Data Processing")),
          Map.entry("DLT", new Kind("Analytics", "Data Processing")),
          Map.entry("SQL", DATABASE),
          Map.entry("DATABASE", new Kind("Databases", "Relational Databases")),
          Map.entry("ONLINE_TABLES", new Kind("Databases", "NoSQL Databases")),
          Map.entry("ALL_PURPOSE", new Kind("Compute", "Other (Compute)")),
          Map.entry("INTERACTIVE", new Kind("Compute", "Other (Compute)")),
          Map.entry("NOTEBOOKS", new Kind("Compute", "Other (Compute)")),
          Map.entry("DEFAULT_STORAGE", new Kind("Storage", "Storage Platforms")),
          Map.entry("NETWORKING", new Kind("Networking", "Other (Networking)")));

  /** The key of the usage's metadata that names what a product's usage belongs to. */
  private static final Map<String, String> OWN_KEYS =
      Map.ofEntries(
          Map.entry("JOBS", "job_id"),
          Map.entry("DLT", "dlt_pipeline_id"),
          Map.entry("ALL_PURPOSE", "cluster_id"),
          Map.entry("INTERACTIVE", "notebook_id"),
          Map.entry("NOTEBOOKS", "notebook_id"),
          Map.entry("SQL", "warehouse_id"),
          Map.entry("MODEL_SERVING", "endpoint_id"),
          Map.entry("VECTOR_SEARCH", "endpoint_id"),
          Map.entry("DATABASE", "database_instance_id"),
          Map.entry("APPS", "app_id"),
          Map.entry("FOUNDATION_MODEL_TRAINING", "run_name"),
          Map.entry("AI_RUNTIME", "ai_runtime_workload_id"),
          Map.entry("AGENT_BRICKS", "agent_bricks_id"));

  /** The same of a product that the list lacks, the finest first. */
  private static final List<String> KEYS =
      List.of(
          "job_id",
          "dlt_pipeline_id",
          "endpoint_id",
          "warehouse_id",
          "app_id",
          "notebook_id",
          "database_instance_id",
          "ai_runtime_workload_id",
          "agent_bricks_id",
          "run_name",
          "cluster_id");

  private Products() {}

  /** ServiceCategory and ServiceSubcategory. */
  record Kind(String category, String subcategory) {}

  static Kind kind(String product) {
    return KINDS.getOrDefault(product, OTHER);
  }

  /** The keys of the metadata at which the resource's id may stand, the best one first. */
  static List<String> idKeys(String product) {
    String own = OWN_KEYS.get(product);
    if (own == null) {
      return KEYS;
    }
    List<String> keys = new java.util.ArrayList<>(List.of(own));
    keys.addAll(KEYS);
    return keys;
  }
}
