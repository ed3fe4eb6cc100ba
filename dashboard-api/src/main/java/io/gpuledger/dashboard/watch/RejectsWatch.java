package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Deliveries of which more rows were refused than of the one before: more than twice its share. The
 * first delivery of a scope is told if any row was refused. A better delivery of the scope ends it.
 */
final class RejectsWatch implements Watch {
  @Override
  public AlertKind kind() {
    return AlertKind.REJECTS_RISING;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public Look look(Seen seen) {
    Map<String, WatchFacts.Refused> rising = new TreeMap<>();
    for (WatchFacts.Refused refused : seen.known().refused()) {
      if (isRising(refused)) {
        rising.put(refused.deliveryId(), refused);
      }
    }
    Set<String> fresh = seen.fresh(rising.keySet());
    List<WatchFacts.Refused> told =
        rising.values().stream().filter(each -> fresh.contains(each.deliveryId())).toList();
    return new Look(
        rising.keySet(),
        told.isEmpty() ? List.of() : List.of(notice(told, seen.now())),
        "newer deliveries are better");
  }

  /** Whether the refused share is above zero and more than twice that of the delivery before. */
  static boolean isRising(WatchFacts.Refused refused) {
    if (refused.rejected() == 0) {
      return false;
    }
    long before = refused.before().orElse(0L);
    BigInteger now = product(refused.rejected(), Math.max(1, refused.readBefore()));
    BigInteger then = product(2 * before, Math.max(1, refused.read()));
    return now.compareTo(then) > 0;
  }

  private static BigInteger product(long a, long b) {
    return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
  }

  private static Notice notice(List<WatchFacts.Refused> rising, Instant now) {
    List<String> ids = rising.stream().map(WatchFacts.Refused::deliveryId).toList();
    long rows = rising.stream().mapToLong(WatchFacts.Refused::rejected).sum();
    List<String> sources = rising.stream().map(WatchFacts.Refused::source).distinct().toList();
    return new Words.Draft(AlertKind.REJECTS_RISING, now)
        .about("rejects", ids)
        .says(
            Words.count((int) Math.min(rows, Integer.MAX_VALUE), "row", "rows")
                + " of "
                + Words.name(sources, "sources")
                + " refused",
            "More rows were refused than of the delivery before. None is lost: each stands in Data"
                + " with its text, place and reason; but no total has its cost.")
        .costs(Notice.Cost.not("what cannot be read has no amount"))
        .canWait("Yes, until the month is closed: totals are too low by what was refused.")
        .since(rising.stream().map(WatchFacts.Refused::at).min(Instant::compareTo))
        .findings(rising.stream().map(RejectsWatch::line).toList())
        .toDo(
            Notice.ToDo.look(
                "./gpuledger validate FILE",
                "It names every fault of the provider's file with line and column; import the"
                    + " mended file again."))
        .unknowns(List.of("the cost of the refused rows"))
        .notice();
  }

  private static String line(WatchFacts.Refused refused) {
    return refused.source()
        + " "
        + refused.scope()
        + ": "
        + refused.rejected()
        + " of "
        + refused.read()
        + " rows"
        + refused.before().map(before -> ", before that " + before).orElse("")
        + (refused.first().isEmpty() ? "" : "; first: " + refused.first());
  }
}
