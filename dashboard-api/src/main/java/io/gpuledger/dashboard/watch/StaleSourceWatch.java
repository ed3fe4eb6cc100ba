package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sources that no longer deliver. Those that stopped together are one message. One look is not
 * enough: a single failed scrape is no outage.
 */
final class StaleSourceWatch implements Watch {
  private Set<String> before = Set.of();

  @Override
  public AlertKind kind() {
    return AlertKind.STALE_SOURCE;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public Look look(Seen seen) {
    Map<String, WatchFacts.Source> broken = new TreeMap<>();
    for (WatchFacts.Source source : seen.known().sources()) {
      if (source.broken()) {
        broken.put(source.name(), source);
      }
    }
    Set<String> holding = new TreeSet<>(broken.keySet());
    holding.removeIf(name -> !before.contains(name) && !seen.standing().contains(name));
    before = Set.copyOf(broken.keySet());
    Set<String> fresh = seen.fresh(holding);
    List<WatchFacts.Source> told =
        broken.values().stream().filter(s -> fresh.contains(s.name())).toList();
    return new Look(
        holding,
        told.isEmpty() ? List.of() : List.of(notice(told, seen.now())),
        "every source of it delivers again");
  }

  private static Notice notice(List<WatchFacts.Source> sources, Instant now) {
    List<String> names = sources.stream().map(WatchFacts.Source::name).toList();
    int down = sources.stream().mapToInt(WatchFacts.Source::targetsDown).sum();
    boolean telemetry = sources.stream().anyMatch(WatchFacts.Source::isTelemetry);
    return new Words.Draft(AlertKind.STALE_SOURCE, now)
        .about("sources", names)
        .says(
            names.size() == 1
                ? "Source " + names.get(0) + " no longer delivers"
                : names.size() + " sources no longer deliver",
            Words.name(names, "sources")
                + (names.size() == 1 ? " fails or is" : " fail or are")
                + " stale"
                + (down > 0
                    ? "; " + Words.count(down, "target does", "targets do") + " not answer"
                    : "")
                + ". What they would tell is missing, not zero.")
        .costs(Notice.Cost.not("what is not measured has no burn; spend goes on unseen"))
        .canWait(
            telemetry
                ? "No: device-time without telemetry stays unobserved for ever."
                : "Yes, until the bill is needed: a late delivery loses nothing.")
        .since(
            sources.stream()
                .map(WatchFacts.Source::lastAt)
                .flatMap(Optional::stream)
                .min(Instant::compareTo))
        .findings(sources.stream().map(StaleSourceWatch::line).toList())
        .toDo(
            Notice.ToDo.look(
                "./gpuledger doctor", "It names what fails and how to mend it; then look at Data."))
        .unknowns(List.of("everything that these sources would have told since then"))
        .notice();
  }

  private static String line(WatchFacts.Source source) {
    return source.name()
        + " ("
        + source.kind()
        + ")"
        + source.lastAt().map(at -> ", last heard " + Words.at(at)).orElse(", never heard")
        + (source.targets() > 0
            ? ", " + source.targetsDown() + " of " + source.targets() + " targets down"
            : "")
        + (source.error().isEmpty() ? "" : ": " + source.error());
  }
}
