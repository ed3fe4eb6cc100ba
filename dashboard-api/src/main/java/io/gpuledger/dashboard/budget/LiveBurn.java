package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.BurnWindow;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.ingest.wire.BurnSeen;
import io.gpuledger.ingest.wire.CrossingSeen;
import io.gpuledger.ingest.wire.Unscaled;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How fast a budget was spent lately, as the spend guard said it.
 *
 * @param windows the short one first; none of a period that does not run
 * @param tooFastSince since when it burns too fast; empty where it does not
 * @param toldAt when it was said, by the wall clock
 * @param limit of the period, with what it takes over
 */
public record LiveBurn(
    List<BurnWindow> windows, Optional<Instant> tooFastSince, Instant toldAt, Amount limit) {
  public LiveBurn {
    windows = List.copyOf(windows);
  }

  /** What a record says. */
  static LiveBurn of(CrossingSeen record) {
    List<BurnWindow> windows = new ArrayList<>();
    for (BurnSeen seen : record.getBurnWindowsList()) {
      windows.add(
          new BurnWindow(
              Duration.ofNanos(seen.getLengthNanos()),
              seen.getFromMicros(),
              seen.getToMicros(),
              Unscaled.fromBytes(seen.getSpent()),
              seen.getWhole()));
    }
    return new LiveBurn(
        windows,
        record.getTooFastSinceMicros() == 0
            ? Optional.empty()
            : Optional.of(instant(record.getTooFastSinceMicros())),
        instant(record.getToldAtMicros()),
        record.getLimit().isEmpty() ? Amount.ZERO : Unscaled.fromBytes(record.getLimit()));
  }

  /** Whether the windows are those of now. */
  public boolean isOf(Instant now) {
    return windows.stream()
        .allMatch(window -> !instant(window.toMicros()).isBefore(now.minus(LiveSpend.BURN_HOLDS)));
  }

  /** How many times the even pace it was, the longest window first; empty where it is not known. */
  public List<AlertFacts.Pace> paces(Instant now, BudgetSpan span, Amount limitOfPeriod) {
    List<AlertFacts.Pace> paces = new ArrayList<>();
    if (isOf(now)) {
      for (BurnWindow window : windows) {
        window
            .pace(limitOfPeriod, span)
            .ifPresent(times -> paces.add(new AlertFacts.Pace(window.length(), times)));
      }
    }
    Collections.reverse(paces);
    return paces;
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** A line a window. */
  String windowsAsText() {
    List<String> lines = new ArrayList<>();
    for (BurnWindow window : windows) {
      lines.add(
          String.join(
              " ",
              window.length().toString(),
              Long.toString(window.fromMicros()),
              Long.toString(window.toMicros()),
              window.spent().toString(),
              Boolean.toString(window.whole())));
    }
    return String.join("\n", lines);
  }

  /** As it is kept; rows of earlier versions have none of it. */
  static LiveBurn read(String windows, String tooFastSince, String toldAt, String limit) {
    List<BurnWindow> read = new ArrayList<>();
    for (String line : windows.lines().toList()) {
      String[] parts = line.split(" ", -1);
      read.add(
          new BurnWindow(
              Duration.parse(parts[0]),
              Long.parseLong(parts[1]),
              Long.parseLong(parts[2]),
              Amount.parse(parts[3]),
              Boolean.parseBoolean(parts[4])));
    }
    return new LiveBurn(
        read,
        tooFastSince.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(tooFastSince)),
        toldAt.isEmpty() ? Instant.EPOCH : Instant.parse(toldAt),
        limit.isEmpty() ? Amount.ZERO : Amount.parse(limit));
  }
}
