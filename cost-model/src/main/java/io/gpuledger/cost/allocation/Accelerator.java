package io.gpuledger.cost.allocation;

/** Whether a charge pays for an accelerator, as its SKU says. */
public enum Accelerator {
  YES,
  NO,
  /** Nobody has said yet; its money counts as unobserved, never as not GPU. */
  UNKNOWN
}
