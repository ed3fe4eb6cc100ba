package io.gpuledger.dashboard.http;

import io.gpuledger.cost.budget.BurnWindow;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.budget.Standing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How fast a budget was spent lately, as answers show it. */
final class BurnView {
  private BurnView() {}

  /** A window each; what is not known is empty, and why is said. */
  static List<Map<String, Object>> of(
      Standing standing, Optional<LiveSpend.Seen> live, Instant now) {
    List<Map<String, Object>> view = new ArrayList<>();
    live.ifPresent(
        seen ->
            seen.burned().windows().forEach(window -> view.add(of(window, standing, seen, now))));
    return view;
  }

  private static Map<String, Object> of(
      BurnWindow window, Standing standing, LiveSpend.Seen seen, Instant now) {
    Optional<String> missing = missing(window, seen, now);
    Optional<BurnWindow> known = missing.isPresent() ? Optional.empty() : Optional.of(window);
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("window", words(window.length()));
    view.put("from", instant(window.fromMicros()));
    view.put("to", instant(window.toMicros()));
    view.put("spend", known.map(BurnWindow::spent));
    view.put("perHour", known.map(BurnWindow::perHour));
    view.put(
        "pace",
        known
            .flatMap(of -> of.pace(standing.limit(), standing.span()))
            .map(BigDecimal::toPlainString));
    view.put(
        "missing",
        missing.or(
            () ->
                standing.limit().signum() > 0
                    ? Optional.empty()
                    : Optional.of("there is nothing left of the limit to go by")));
    return view;
  }

  private static Optional<String> missing(BurnWindow window, LiveSpend.Seen seen, Instant now) {
    if (!seen.burned().isOf(now)) {
      return Optional.of("no telemetry in scope since " + instant(window.toMicros()));
    }
    if (!window.whole()) {
      return Optional.of(
          "not all of the window was observed: the budget or its telemetry is younger, or was"
              + " silent");
    }
    return window.spent().isZero() && !seen.unpriced().isEmpty()
        ? Optional.of("no price for " + String.join(", ", seen.unpriced()))
        : Optional.empty();
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static String words(Duration length) {
    return length.toMinutes() % 60 == 0 ? length.toHours() + "h" : length.toMinutes() + "m";
  }
}
