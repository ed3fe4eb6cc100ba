package io.gpuledger.ingest.conformance;

/** The datasets of FOCUS. */
public enum Dataset {
  COST_AND_USAGE("Cost and Usage", "cost-and-usage", ""),
  CONTRACT_COMMITMENT("Contract Commitment", "contract-commitment", "ContractCommitment."),
  INVOICE_DETAIL("Invoice Detail", "invoice-detail", "InvoiceDetail."),
  BILLING_PERIOD("Billing Period", "billing-period", "BillingPeriod.");

  private final String focusName;
  private final String key;
  private final String rulePrefix;

  Dataset(String focusName, String key, String rulePrefix) {
    this.focusName = focusName;
    this.key = key;
    this.rulePrefix = rulePrefix;
  }

  /** As FOCUS calls it, e.g. {@code Cost and Usage}. */
  public String focusName() {
    return focusName;
  }

  /** As the table of columns calls it. */
  String key() {
    return key;
  }

  /** The name of a rule on a column; rules of Cost and Usage carry no prefix. */
  String rule(String column, String kind) {
    return rulePrefix + column + '-' + kind;
  }
}
