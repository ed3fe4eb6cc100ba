package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known when a budget passes a threshold. A part that is not known is empty, never made up.
 *
 * @param budget the budget and its version
 * @param period key of the period, e.g. {@code 2026-10}, {@code 2026-W48}
 * @param thresholdPercents every one passed at once, ascending; not empty
 * @param kind by which view of the spend they were passed
 * @param spent what is spent in the period, by both views
 * @param burnPerHour what is spent now in an hour
 * @param cause the holder that burns most now
 * @param drivers largest parts, largest first; at most three are shown
 * @param unknowns what the figures do not cover, in words
 * @param seenAt when it was seen
 */
public record AlertFacts(
    BudgetFacts budget,
    String period,
    List<Integer> thresholdPercents,
    SpendKind kind,
    Spent spent,
    Optional<Amount> burnPerHour,
    Optional<Cause> cause,
    List<Driver> drivers,
    List<String> unknowns,
    Instant seenAt) {
  public AlertFacts {
    thresholdPercents = thresholdPercents.stream().sorted().distinct().toList();
    drivers = List.copyOf(drivers);
    unknowns = List.copyOf(unknowns);
    if (thresholdPercents.isEmpty()) {
      throw new IllegalArgumentException("no threshold was passed");
    }
  }

  /**
   * The budget as the message needs it.
   *
   * @param teamScope teams that the filter is confined to, empty where it is not
   * @param currency of the limit, or what is counted instead of money
   * @param zone whose days the period has
   * @param metric which cost counts: {@code billed} or {@code effective}
   */
  public record BudgetFacts(
      String id,
      long version,
      String name,
      String filter,
      List<String> teamScope,
      String currency,
      Amount limit,
      String owner,
      String channel,
      String zone,
      String metric) {
    public BudgetFacts {
      teamScope = List.copyOf(teamScope);
    }

    /** A budget of days of UTC and billed cost. */
    public BudgetFacts(
        String id,
        long version,
        String name,
        String filter,
        List<String> teamScope,
        String currency,
        Amount limit,
        String owner,
        String channel) {
      this(id, version, name, filter, teamScope, currency, limit, owner, channel, "UTC", "billed");
    }
  }

  /**
   * Who burns most now.
   *
   * @param holder key of the holder, e.g. {@code pod:search/train-7}
   * @param node where, or empty
   * @param user who runs it, or empty where telemetry does not say
   * @param since since when
   */
  public record Cause(String holder, String node, String user, Optional<Instant> since) {}

  /** One of the largest parts of the spend. */
  public record Driver(String name, Amount amount) {}
}
