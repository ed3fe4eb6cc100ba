package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.CrossingState;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.AlertSeverity;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Alerts, each once. Unique keys decide: whoever reports a crossing or a cause again, after
 * whatever crash or replay, changes nothing.
 */
public final class AlertLedger {
  /** The channel of the product's own preview, used while no other is configured. */
  public static final String PREVIEW = "preview";

  /** Rows of one page at most. */
  public static final int PAGE_LIMIT = 1_000;

  /** Who does what no person did. */
  static final String PRODUCT = "gpuledger";

  /** Holds nothing back. */
  private static final AlertPolicy OPEN =
      new AlertPolicy(
          CrossingState.DEFAULT_MARGIN,
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Integer.MAX_VALUE,
          AlertPolicy.Watch.DEFAULT);

  private final StateStore store;
  private final Clock clock;
  private final Consumer<Alert> raised;
  private final DeliveryLedger deliveries;
  private final AlertCare care;
  private final EscalationClock escalation;
  private final AlertEnds ends;
  private final CrossingLedger crossings;
  private final Telling telling;
  private final BudgetAlerts budgets;

  /**
   * A ledger over the state that sends everything at once.
   *
   * @param raised hears of each new alert after it is safe
   */
  public AlertLedger(StateStore store, Clock clock, Consumer<Alert> raised) {
    this(store, clock, raised, () -> OPEN);
  }

  /**
   * A ledger over the state.
   *
   * @param raised hears of each new alert after it is safe
   * @param policy what holds messages back and who is asked next
   */
  public AlertLedger(
      StateStore store, Clock clock, Consumer<Alert> raised, Supplier<AlertPolicy> policy) {
    this.store = store;
    this.clock = clock;
    this.raised = raised;
    this.deliveries = new DeliveryLedger(store, clock, policy);
    FollowUps followUps = new FollowUps(clock, policy);
    this.care = new AlertCare(store, clock, followUps);
    this.escalation = new EscalationClock(policy, clock);
    this.ends = new AlertEnds(clock, followUps);
    this.crossings = new CrossingLedger(store, clock, policy, ends);
    this.telling = new Telling(clock, deliveries, escalation);
    this.budgets = new BudgetAlerts(store, clock, telling, raised);
  }

  /** The messages about the alerts. */
  public DeliveryLedger deliveries() {
    return deliveries;
  }

  /** Which thresholds of budgets were crossed. */
  public CrossingLedger crossings() {
    return crossings;
  }

  /** When somebody else is asked. */
  EscalationClock escalation() {
    return escalation;
  }

  /** What people do about alerts. */
  public AlertCare care() {
    return care;
  }

  private String now() {
    return Rows.time(clock.instant());
  }

  /**
   * What a budget has passed, to be told.
   *
   * @param targets where it goes; {@link Target#PREVIEW} is delivered at once
   */
  public record Passing(AlertFacts facts, List<Target> targets) {
    public Passing {
      targets = List.copyOf(targets);
    }
  }

  /**
   * Records what passed and queues one message for all of it. A threshold that recovered may be
   * passed again.
   *
   * @param targets where it goes; {@link Target#PREVIEW} is delivered at once
   * @param link where a reader finds the alert of an id, or empty
   * @return the alert, or empty if every threshold stands as crossed already
   */
  public Optional<Alert> raise(
      AlertFacts facts, List<Target> targets, LongFunction<Optional<URI>> link) {
    return budgets.raise(new Passing(facts, targets), link);
  }

  /**
   * As {@link #raise(AlertFacts, List, LongFunction)}, of many budgets at once. One that cannot be
   * told keeps no other from being told.
   *
   * @return those that could not be told, and why; empty if all were, or stood as crossed already
   */
  public Map<Passing, RuntimeException> raiseAll(
      List<Passing> all, LongFunction<Optional<URI>> link) {
    return budgets.raiseAll(all, link);
  }

  /**
   * Raises an alert that is not a budget's, once an episode.
   *
   * @param targets where it goes
   * @param link where a reader finds the alert of an id, or empty
   * @return the alert, or empty if there was one about all of it already
   */
  public Optional<Alert> raise(
      Notice notice, List<Target> targets, LongFunction<Optional<URI>> link) {
    Optional<Alert> alert =
        store.transaction(connection -> raiseWithin(connection, notice, targets, link));
    alert.ifPresent(raised);
    return alert;
  }

  /** As {@link #raise(Notice, List, LongFunction)}, in a transaction that does more. */
  Optional<Alert> raiseWithin(
      Connection connection, Notice notice, List<Target> targets, LongFunction<Optional<URI>> link)
      throws SQLException {
    Optional<NoticeBook.Begun> begun = NoticeBook.raise(connection, notice, now());
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    long id = begun.get().alertId();
    telling.tell(connection, id, notice, targets, link, begun.get().times());
    return AlertRows.find(connection, id);
  }

  /** Members of open alerts of a kind: whose cause was told and stands. */
  public Set<String> standing(AlertKind kind) {
    return store.transaction(connection -> NoticeBook.standing(connection, kind));
  }

  /** Members of alerts of a kind whose cause held at any time since an instant. */
  public Set<String> toldSince(AlertKind kind, Instant since) {
    return store.transaction(
        connection -> NoticeBook.toldSince(connection, kind, Rows.time(since)));
  }

  /**
   * Notes for which members of a kind the cause still holds; an alert whose last member is gone is
   * over, and its channels are told.
   *
   * @param reason why it is over, in words
   * @return the alerts that are over
   */
  public List<Alert> keepOnly(AlertKind kind, Set<String> members, String reason) {
    return keepOnly(kind, members, member -> reason);
  }

  /**
   * As {@link #keepOnly(AlertKind, Set, String)}.
   *
   * @param reason why the cause no longer holds for a member, in words
   */
  public List<Alert> keepOnly(AlertKind kind, Set<String> members, UnaryOperator<String> reason) {
    return store.transaction(
        connection -> {
          Map<Long, String> over = NoticeBook.keepOnly(connection, kind, members, now());
          List<Alert> alerts = new ArrayList<>();
          for (Map.Entry<Long, String> last : over.entrySet()) {
            // What only informs is over without a word.
            ends.end(
                    connection,
                    last.getKey(),
                    reason.apply(last.getValue()),
                    kind.severity() == AlertSeverity.INFO)
                .ifPresent(alerts::add);
          }
          return List.copyOf(alerts);
        });
  }

  /** Alerts of all teams, newest first. */
  public List<Alert> list(int limit) {
    return list(AccessScope.EVERYTHING, limit);
  }

  /** Alerts that the scope may see, newest first; those of others do not count in the limit. */
  public List<Alert> list(AccessScope scope, int limit) {
    return list(scope, AlertFilter.ALL, limit);
  }

  /** As {@link #list(AccessScope, int)}, of those that a filter wants. */
  public List<Alert> list(AccessScope scope, AlertFilter filter, int limit) {
    return store.transaction(connection -> filter.list(connection, scope, limit));
  }

  public Optional<Alert> find(long id) {
    return store.transaction(connection -> AlertRows.find(connection, id));
  }

  /**
   * Notes who took it on; the first one stays. Channels that can are told, each of those that the
   * alert was raised in.
   */
  public Optional<Alert> acknowledge(long id, String user) {
    return care.acknowledge(id, user);
  }

  /**
   * Notes that the cause is over; the first word stays. Every channel that the alert was raised in
   * is told: a message that can be changed is, an incident is resolved, the others get a reply.
   *
   * @param reason why it is over, in words, e.g. {@code the restated bill is at 76 %}
   */
  public Optional<Alert> recover(long id, String reason) {
    return store.transaction(connection -> ends.end(connection, id, reason, false));
  }

  /** As {@link #recover}, and only an incident is told: what is over by itself disturbs nobody. */
  public Optional<Alert> close(long id, String reason) {
    return store.transaction(connection -> ends.end(connection, id, reason, true));
  }
}
