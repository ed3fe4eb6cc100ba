package io.gpuledger.dashboard.watch;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Commitments of this month, and those that only months before know: one that is known from bills
 * alone is not gone because the bills of a month that began are not here yet.
 *
 * @param now by what this month tells
 * @param before what the newest month before told of those that this month does not know
 */
record KnownCommitments(List<WatchFacts.Commitment> now, List<WatchFacts.Commitment> before) {
  /** Months before whose bills may be the newest. */
  private static final int MONTHS_BEFORE = 2;

  KnownCommitments {
    now = List.copyOf(now);
    before = List.copyOf(before);
  }

  static KnownCommitments of(Watch.Seen seen) {
    YearMonth month = YearMonth.from(seen.now().atZone(ZoneOffset.UTC));
    List<WatchFacts.Commitment> now = seen.known().commitments(month);
    Map<String, WatchFacts.Commitment> before = new LinkedHashMap<>();
    for (int i = 1; i <= MONTHS_BEFORE; i++) {
      for (WatchFacts.Commitment commitment : seen.known().commitments(month.minusMonths(i))) {
        before.putIfAbsent(commitment.name(), commitment);
      }
    }
    now.forEach(commitment -> before.remove(commitment.name()));
    return new KnownCommitments(now, List.copyOf(before.values()));
  }

  List<WatchFacts.Commitment> all() {
    List<WatchFacts.Commitment> all = new ArrayList<>(now);
    all.addAll(before);
    return all;
  }
}
