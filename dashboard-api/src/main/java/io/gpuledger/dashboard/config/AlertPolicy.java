package io.gpuledger.dashboard.config;

import io.gpuledger.cost.budget.BurnRule;
import io.gpuledger.cost.budget.CrossingState;
import io.gpuledger.cost.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How alerts are cared for: where each kind goes, what waits, what is gathered, who is asked next.
 *
 * @param hysteresis percent of a limit that a spend must fall below a threshold before it recovers
 * @param routes where alerts go that are not confined to a budget's own channels; the first match
 *     holds
 * @param quiet when a channel is not disturbed
 * @param digests when a channel is told of the day
 * @param maintenance when alerts are recorded and not sent
 * @param escalation who is asked when nobody takes an alert on
 * @param floodPerHour messages that a channel takes in an hour at most; what pages is not counted
 * @param watch from where on something is worth an alert
 */
public record AlertPolicy(
    BigDecimal hysteresis,
    List<Route> routes,
    List<Quiet> quiet,
    List<Digest> digests,
    List<Maintenance> maintenance,
    Optional<Escalation> escalation,
    int floodPerHour,
    Watch watch) {
  /** Messages of an hour unless configured. */
  public static final int FLOOD_PER_HOUR = 20;

  /** Nothing configured. */
  public static final AlertPolicy DEFAULT =
      new AlertPolicy(
          CrossingState.DEFAULT_MARGIN,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          FLOOD_PER_HOUR,
          Watch.DEFAULT);

  public AlertPolicy {
    routes = List.copyOf(routes);
    quiet = List.copyOf(quiet);
    digests = List.copyOf(digests);
    maintenance = List.copyOf(maintenance);
  }

  /**
   * Which alerts; an empty set stands for all.
   *
   * @param teams of an alert that is confined to teams, one of them is enough
   */
  public record Match(Set<AlertKind> kinds, Set<String> teams, Set<AlertSeverity> severities) {
    public Match {
      kinds = Set.copyOf(kinds);
      teams = Set.copyOf(teams);
      severities = Set.copyOf(severities);
    }

    /** Whether an alert is among them. */
    public boolean holds(AlertKind kind, List<String> teamScope, AlertSeverity severity) {
      return (kinds.isEmpty() || kinds.contains(kind))
          && (severities.isEmpty() || severities.contains(severity))
          && (teams.isEmpty() || teamScope.stream().anyMatch(teams::contains));
    }
  }

  /** Where some alerts go. */
  public record Route(Match match, List<String> channels) {
    public Route {
      channels = List.copyOf(channels);
    }
  }

  /**
   * Hours of the wall clock of a zone, every day; over midnight where the end is not after the
   * start.
   *
   * @param channels empty for all
   */
  public record Quiet(List<String> channels, ZoneId zone, LocalTime from, LocalTime to) {
    public Quiet {
      channels = List.copyOf(channels);
    }
  }

  /** When channels are told of the day, by the wall clock of a zone. */
  public record Digest(List<String> channels, ZoneId zone, LocalTime at) {
    public Digest {
      channels = List.copyOf(channels);
    }
  }

  /**
   * A time in which alerts are recorded and not sent.
   *
   * @param owner who answers for it
   */
  public record Maintenance(String name, String owner, Instant from, Instant to, Match match) {}

  /**
   * Who is asked next.
   *
   * @param after how long an alert may stand without being taken on
   * @param channel where it is told again; empty for the channels that it was raised in
   * @param owner who is named as responsible where nobody is, or nobody answers
   */
  public record Escalation(Duration after, String channel, String owner) {}

  /**
   * From where on something is worth an alert.
   *
   * @param excluded kinds that are not watched for
   * @param coverageGoal telemetry coverage from 0 to 1
   * @param idlePerHour what held and idle GPUs of one holder must cost; empty: not watched
   * @param idleFor how long they must have been idle
   * @param runawayPerHour what one holder must burn to be called runaway; empty: not watched
   * @param burn windows in which the burn of budgets is measured, and from where on it is too fast
   * @param utilisationFloor of a commitment from 0 to 1
   * @param expiringDays days before the end of a commitment at which it is told, descending
   */
  public record Watch(
      Set<AlertKind> excluded,
      BigDecimal coverageGoal,
      Optional<Money> idlePerHour,
      Duration idleFor,
      Optional<Money> runawayPerHour,
      BurnRule burn,
      BigDecimal utilisationFloor,
      List<Integer> expiringDays) {
    /** What is watched for unless configured. */
    public static final Watch DEFAULT =
        new Watch(
            Set.of(),
            new BigDecimal("0.95"),
            Optional.empty(),
            Duration.ofHours(1),
            Optional.empty(),
            BurnRule.DEFAULT,
            new BigDecimal("0.80"),
            List.of(30, 7));

    public Watch {
      excluded = Set.copyOf(excluded);
      expiringDays = List.copyOf(expiringDays);
    }
  }
}
