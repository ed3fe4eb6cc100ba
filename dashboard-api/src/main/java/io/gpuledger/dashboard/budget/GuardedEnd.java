package io.gpuledger.dashboard.budget;

import io.gpuledger.ingest.wire.HolderSeen;
import java.time.Duration;
import java.util.Locale;

/** How a guard ended to stand over a holder. */
public enum GuardedEnd {
  /** It has no device of its team any more. */
  GONE,
  /** It has devices, and what the guard watches for holds no more. */
  CHANGED,
  /** Nothing was seen of it for a day: whether it stopped is not known. */
  SILENT;

  private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1_000;

  static GuardedEnd of(HolderSeen ended) {
    if (ended.getToldAtMicros() - ended.getSeenAtMicros() >= DAY_MICROS) {
      return SILENT;
    }
    return ended.getSevenths() == 0 ? GONE : CHANGED;
  }

  /** The word in the state. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static GuardedEnd ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
