package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.usage.State;
import java.util.Locale;

/** The parts of billed device-time. Together they are what was billed. */
public enum HourPart {
  PRODUCTIVE(Side.SEEN),
  ACTIVE(Side.SEEN),
  HELD_IDLE(Side.SEEN),
  UNALLOCATED(Side.SEEN),
  /** In inventory, and no sample says what the device did. */
  MISSING_TELEMETRY(Side.VALID),
  /** In inventory and not billed yet; the bill of the day is still to come. Below zero. */
  LATE_BILL(Side.PAID_MINUS_VALID),
  /** Shifted between neighbouring days, because the bill's day is not the UTC day. */
  BILLING_ZONE(Side.PAID_MINUS_VALID),
  /** Less than one billing step for each device. */
  ROUNDING(Side.PAID_MINUS_VALID),
  /** The bill pays for some whole devices of the machine; others pay for the rest. Below zero. */
  SHARED_NODE(Side.PAID_MINUS_VALID),
  /** Billed beyond the time in inventory. */
  OVER_BILLING(Side.PAID_MINUS_VALID),
  /** Seen and not billed, though the bill is there. Below zero. */
  UNDER_BILLING(Side.PAID_MINUS_VALID),
  /** The bill has the machine and does not say for how many device-hours. Below zero. */
  HOURS_NOT_STATED(Side.PAID_MINUS_VALID),
  /** Billed for a resource that no inventory names. */
  NOT_IN_INVENTORY(Side.PAID_MINUS_VALID),
  /** In inventory, neither billed nor seen: a machine that has ended. Below zero. */
  ENDED(Side.PAID_MINUS_VALID),
  /** What no rule names. Always shown. */
  UNEXPLAINED(Side.PAID_MINUS_VALID);

  /** What a part belongs to. */
  public enum Side {
    /** Device-time that samples tell of. */
    SEEN,
    /** Time in inventory without samples; with the seen time it is the valid time. */
    VALID,
    /** Billed less valid time. */
    PAID_MINUS_VALID
  }

  private final Side side;

  HourPart(Side side) {
    this.side = side;
  }

  public Side side() {
    return side;
  }

  /** The name in API, reports and files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The seen part of a state of a device-second. */
  static HourPart of(State state) {
    return switch (state) {
      case PRODUCTIVE -> PRODUCTIVE;
      case ACTIVE -> ACTIVE;
      case HELD_IDLE -> HELD_IDLE;
      case UNALLOCATED -> UNALLOCATED;
      case UNOBSERVED -> MISSING_TELEMETRY;
      case UNUSED_COMMITMENT, NOT_GPU ->
          throw new IllegalArgumentException("no device is " + state.code());
    };
  }
}
