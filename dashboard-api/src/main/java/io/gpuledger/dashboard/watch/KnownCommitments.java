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
record KnownCommitments(List<Known> now, List<Known> before) {
  /** Months before whose bills may be the newest. */
  private static final int MONTHS_BEFORE = 2;

  /**
   * A commitment as some month tells of it.
   *
   * @param when the month in words, within a sentence
   */
  record Known(WatchFacts.Commitment commitment, String when) {}

  KnownCommitments {
    now = List.copyOf(now);
    before = List.copyOf(before);
  }

  static KnownCommitments of(Watch.Seen seen) {
    YearMonth month = YearMonth.from(seen.now().atZone(ZoneOffset.UTC));
    List<Known> now = told(seen, month, "this month");
    Map<String, Known> before = new LinkedHashMap<>();
    for (int i = 1; i <= MONTHS_BEFORE; i++) {
      YearMonth earlier = month.minusMonths(i);
      for (Known known : told(seen, earlier, "in " + Words.month(earlier))) {
        before.putIfAbsent(known.commitment().name(), known);
      }
    }
    now.forEach(known -> before.remove(known.commitment().name()));
    return new KnownCommitments(now, List.copyOf(before.values()));
  }

  private static List<Known> told(Watch.Seen seen, YearMonth month, String when) {
    return seen.known().commitments(month).stream().map(each -> new Known(each, when)).toList();
  }

  List<Known> all() {
    List<Known> all = new ArrayList<>(now);
    all.addAll(before);
    return all;
  }
}
