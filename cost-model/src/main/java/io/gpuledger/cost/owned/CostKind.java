package io.gpuledger.cost.owned;

/** What own hardware costs money for. */
public enum CostKind {
  DEPRECIATION("Depreciation"),
  DISPOSAL("Disposal of an asset"),
  LEASE("Lease"),
  POWER("Power"),
  COLOCATION("Colocation"),
  NETWORK("Network"),
  SPARES("Spare parts"),
  MAINTENANCE("Maintenance"),
  STAFF("Staff");

  private final String text;

  CostKind(String text) {
    this.text = text;
  }

  /** As it stands in charge descriptions. */
  public String text() {
    return text;
  }
}
