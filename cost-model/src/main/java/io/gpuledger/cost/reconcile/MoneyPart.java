package io.gpuledger.cost.reconcile;

import java.util.Locale;

/** The parts of billed money. Together they are what was billed. */
public enum MoneyPart {
  /** It has an owner. */
  ATTRIBUTED,
  /** Somebody held the device, and no rule names an owner. */
  NO_OWNER,
  /** Nobody held the device. */
  UNALLOCATED,
  /** The machine is in inventory, and no sample says what it did. */
  MISSING_TELEMETRY,
  /** Billed on another day than it was used, because the bill's day is not the UTC day. */
  BILLING_ZONE,
  /** Less than one billing step for each device. */
  ROUNDING,
  /** Billed beyond the time in inventory. */
  OVER_BILLING,
  /** Billed for a resource that no inventory names. */
  NOT_IN_INVENTORY,
  /** The SKU may be an accelerator and the catalogue does not know it. */
  UNKNOWN_SKU,
  /** Of a commitment that nobody used, without an owner. */
  UNUSED_COMMITMENT,
  /** Known to be no accelerator, without an owner. */
  NOT_GPU,
  /** What no rule names. Always shown. */
  UNEXPLAINED;

  /** The name in API, reports and files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
