package io.gpuledger.ingest.conformance;

import java.util.List;

/**
 * The checks over the rows of all files of one command. Files of the other datasets must be read
 * before those of Cost and Usage, which refer to them.
 */
final class CrossChecks {
  private final List<RowCheck> charges;
  private final List<RowCheck> commitments;
  private final List<RowCheck> invoices;
  private final List<RowCheck> periods;

  /**
   * Checks for files that hold these datasets.
   *
   * @param datasets the dataset of each file whose header tells one
   */
  CrossChecks(FindingLog log, List<Dataset> datasets) {
    boolean alone = datasets.stream().filter(Dataset.COST_AND_USAGE::equals).count() <= 1;
    CommitmentReferences commitment =
        new CommitmentReferences(log, datasets.contains(Dataset.CONTRACT_COMMITMENT), alone);
    InvoiceReferences invoice =
        new InvoiceReferences(log, datasets.contains(Dataset.INVOICE_DETAIL), alone);
    BillingPeriods period = new BillingPeriods(log, datasets.contains(Dataset.BILLING_PERIOD));
    this.charges =
        List.of(
            new SkuPriceParents(log),
            new SplitRatios(log),
            commitment.charges(),
            invoice.charges(),
            period.charges());
    this.commitments =
        List.of(
            commitment.commitments(),
            new UniqueIds(Dataset.CONTRACT_COMMITMENT, "ContractCommitmentId", log));
    this.invoices =
        List.of(
            invoice.invoiceLines(), new UniqueIds(Dataset.INVOICE_DETAIL, "InvoiceDetailId", log));
    this.periods = List.of(period.periods());
  }

  List<RowCheck> of(Dataset dataset) {
    return switch (dataset) {
      case COST_AND_USAGE -> charges;
      case CONTRACT_COMMITMENT -> commitments;
      case INVOICE_DETAIL -> invoices;
      case BILLING_PERIOD -> periods;
    };
  }

  /** After the last file. */
  void end() {
    charges.forEach(RowCheck::end);
  }
}
