package io.gpuledger.cost.usage;

import java.util.Locale;

/** State of a device-second, and of money without one. Names in lower case stand in tables. */
public enum State {
  PRODUCTIVE,
  ACTIVE,
  HELD_IDLE,
  UNALLOCATED,
  UNOBSERVED,
  /** Money of a commitment that nobody used. */
  UNUSED_COMMITMENT,
  /** Money of a SKU that is known not to be an accelerator. */
  NOT_GPU;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The name in tables, API and files. */
  public String code() {
    return code;
  }

  public static State ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
