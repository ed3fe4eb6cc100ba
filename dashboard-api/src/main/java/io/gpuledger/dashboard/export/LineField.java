package io.gpuledger.dashboard.export;

/** What an allocation line adds to its charge, with the custom column that carries it. */
public enum LineField {
  STATE("state", "x_State"),
  TEAM("team", "x_Team"),
  COST_CENTER("cost_center", "x_CostCenter"),
  PROJECT("project", "x_Project"),
  ENVIRONMENT("environment", "x_Environment"),
  RULE("rule", "x_Rule"),
  CLUSTER("cluster", "x_Cluster"),
  NODE("node", "x_Node"),
  NAMESPACE("namespace", "x_Namespace"),
  WORKLOAD("workload", "x_Workload"),
  HOLDER("holder", "x_Holder"),
  USER("user", "x_User"),
  BASIS("basis", "x_Basis");

  private final String columnName;
  private final String exportName;

  LineField(String columnName, String exportName) {
    this.columnName = columnName;
    this.exportName = exportName;
  }

  /** The column in table {@code allocation_lines}. */
  public String columnName() {
    return columnName;
  }

  /** The column in the exported file. */
  public String exportName() {
    return exportName;
  }
}
