package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Telemetry coverage below its goal. It recovers only above the goal by a margin. A source of
 * telemetry that stopped explains the gap for the 24 h that coverage looks back, and was told
 * already; one look is not enough, so that the source is told first. Where nothing was in inventory
 * there is no coverage, and an alert stays as it is.
 */
final class CoverageWatch implements Watch {
  /** How far above the goal coverage must be before it counts as mended. */
  static final BigDecimal MARGIN = new BigDecimal("0.01");

  private static final String MEMBER = "telemetry";
  private static final Duration LOOKS_BACK = Duration.ofHours(25);

  private final Supplier<AlertPolicy.Watch> policy;
  private boolean lowBefore;

  CoverageWatch(Supplier<AlertPolicy.Watch> policy) {
    this.policy = policy;
  }

  @Override
  public AlertKind kind() {
    return AlertKind.COVERAGE_DROP;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Look look(Seen seen) {
    BigDecimal goal = policy.get().coverageGoal();
    boolean stands = seen.standing().contains(MEMBER);
    BigDecimal border = stands ? goal.add(MARGIN).min(BigDecimal.ONE) : goal;
    Optional<BigDecimal> coverage = seen.known().telemetryCoverage();
    if (coverage.isEmpty()) {
      return new Look(Set.of(), Set.of(MEMBER), List.of(), "");
    }
    boolean low = coverage.get().compareTo(border) < 0;
    boolean explained = low && !stands && isExplained(seen);
    boolean sure = stands || lowBefore;
    lowBefore = low;
    if (!low || !sure || explained) {
      return new Look(Set.of(), List.of(), "telemetry coverage is above its goal again");
    }
    return new Look(
        Set.of(MEMBER), stands ? List.of() : List.of(notice(coverage.get(), goal, seen)), "");
  }

  /** Whether a source stopped lately; a bill that is late explains no gap of telemetry. */
  private static boolean isExplained(Seen seen) {
    Set<String> told =
        new TreeSet<>(seen.asked().toldSince(AlertKind.STALE_SOURCE, seen.now().minus(LOOKS_BACK)));
    if (!told.isEmpty()) {
      seen.known().sources().stream()
          .filter(source -> !source.isTelemetry())
          .forEach(source -> told.remove(source.name()));
    }
    return !told.isEmpty();
  }

  private static Notice notice(BigDecimal coverage, BigDecimal goal, Seen seen) {
    return new Words.Draft(AlertKind.COVERAGE_DROP, seen.now())
        .about(MEMBER, List.of(MEMBER))
        .says(
            "Telemetry coverage is " + Words.percent(coverage),
            "Of the device-time of the last 24 h "
                + Words.percent(coverage)
                + " was observed; the goal is "
                + Words.percent(goal)
                + ". Estimates and idle figures are of what was observed only.")
        .costs(Notice.Cost.not("what is not observed cannot be told by the hour"))
        .canWait("No: what is not observed stays unobserved.")
        .since(Optional.empty())
        .toDo(
            Notice.ToDo.look(
                "./gpuledger doctor",
                "The screen GPUs shows which have no samples; look at their exporters first."))
        .unknowns(List.of("which part of the rest was idle, and which worked"))
        .notice();
  }
}
