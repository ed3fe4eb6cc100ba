package io.gpuledger.ingest.generate;

import io.gpuledger.cost.usage.Holder;
import java.util.List;

/**
 * A stretch of a device's life in which nothing changes.
 *
 * @param kind what happens
 * @param ticks how many samples it spans; at least one
 * @param holders who holds the device; empty unless the kind is held
 * @param busyPercent kernel resident, 0..100
 * @param smPercent multiprocessors active, 0..100
 * @param tensorPercent tensor pipe active, 0..100
 */
record Phase(
    Kind kind, int ticks, List<Holder> holders, int busyPercent, int smPercent, int tensorPercent) {
  private static final int IDLE_WATTS = 70;
  private static final int WATTS_PER_PERCENT = 6;

  /** What the device draws: 70 W idle, 670 W at full load. */
  int watts() {
    return IDLE_WATTS + WATTS_PER_PERCENT * busyPercent;
  }

  /** What a device can be doing, and the state that it must come out as. */
  enum Kind {
    /** Held, with multiprocessors or tensor pipe well used. */
    PRODUCTIVE,
    /** Held and busy, with little of either. */
    ACTIVE,
    /** Held, with nothing running. */
    HELD_IDLE,
    /** Memory in use and a kernel running, and nobody's name on it. */
    UNKNOWN_ACTIVE,
    /** Nobody's. */
    UNALLOCATED,
    /** Samples without a busy ratio. */
    BLIND,
    /** No samples. */
    GAP
  }
}
