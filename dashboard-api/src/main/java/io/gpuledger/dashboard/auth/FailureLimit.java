package io.gpuledger.dashboard.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Refuses an address after too many failed sign-ins: {@link #FAILURES} in {@link #WINDOW}. Keeps at
 * most {@link #ADDRESSES} addresses; the one longest without a failure is forgotten first.
 */
public final class FailureLimit {
  public static final int FAILURES = 20;
  public static final Duration WINDOW = Duration.ofMinutes(1);
  static final int ADDRESSES = 10_000;

  private final Clock clock;
  private final Map<String, Window> windows =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > ADDRESSES;
        }
      };

  public FailureLimit(Clock clock) {
    this.clock = clock;
  }

  private record Window(Instant start, int failures) {}

  /** Whether this address must wait. */
  public synchronized boolean isBlocked(String address) {
    Window window = windows.get(address);
    return window != null && isOpen(window) && window.failures() >= FAILURES;
  }

  /** Counts a failed sign-in. */
  public synchronized void failed(String address) {
    Window window = windows.get(address);
    windows.put(
        address,
        window != null && isOpen(window)
            ? new Window(window.start(), window.failures() + 1)
            : new Window(clock.instant(), 1));
  }

  private boolean isOpen(Window window) {
    return clock.instant().isBefore(window.start().plus(WINDOW));
  }
}
