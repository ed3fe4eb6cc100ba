package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * From where on a budget burns too fast. It must do so in two windows: the long one says that it
 * matters, the short one that it still goes on.
 *
 * @param shortWindow whole {@link BurnBuckets#LENGTH}s, shorter than the long one
 * @param longWindow the same, at most {@link #LONGEST}
 * @param factor how many times its even pace a budget may burn; above 0
 * @param least what it must have cost in the long window; empty: nobody is told
 */
public record BurnRule(
    Duration shortWindow, Duration longWindow, BigDecimal factor, Optional<Money> least) {
  public static final Duration LONGEST = Duration.ofHours(24);

  /** What is measured unless configured; nobody is told. */
  public static final BurnRule DEFAULT =
      new BurnRule(
          Duration.ofHours(1), Duration.ofHours(6), BigDecimal.valueOf(3), Optional.empty());

  public BurnRule {
    if (!isWhole(shortWindow) || !isWhole(longWindow)) {
      throw new IllegalArgumentException(
          "a window is not of whole " + BurnBuckets.LENGTH.toMinutes() + " minutes");
    }
    if (shortWindow.compareTo(longWindow) >= 0 || longWindow.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "the windows " + shortWindow + " and " + longWindow + " are no short and long one");
    }
    if (factor.signum() <= 0 || least.filter(money -> money.amount().signum() <= 0).isPresent()) {
      throw new IllegalArgumentException("a factor or an amount is not above zero");
    }
  }

  /** Whether a window can be added up. */
  public static boolean isWhole(Duration window) {
    return window.compareTo(BurnBuckets.LENGTH) >= 0
        && window.toNanos() % BurnBuckets.LENGTH.toNanos() == 0;
  }

  /** Both, the short one first. */
  List<Duration> windows() {
    return List.of(shortWindow, longWindow);
  }
}
