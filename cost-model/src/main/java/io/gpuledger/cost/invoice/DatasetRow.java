package io.gpuledger.cost.invoice;

/** A row of one of the datasets that FOCUS has beside Cost and Usage. */
public sealed interface DatasetRow permits InvoiceLine, BillingPeriod, ContractCommitment {
  /** What makes two rows of one file the same row; fields are separated by a line feed. */
  String identity();

  /** What a newer load replaces as a whole; fields are separated by a line feed. */
  String subject();
}
