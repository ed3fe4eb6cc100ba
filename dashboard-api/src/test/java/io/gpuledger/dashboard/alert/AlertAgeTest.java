package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.state.AuditLog;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sqlite.ProgressHandler;

/** A ledger that has been kept for years. */
class AlertAgeTest extends CareBed {
  private static final int OLD = 100_000;

  /** What a look at everything may take more of than it took while nothing was old, in steps. */
  private static final long SLACK_STEPS = 300;

  private final Set<String> measured = new TreeSet<>();

  private AlertRetention retention() {
    return new AlertRetention(
        store,
        clock,
        () -> Duration.ofDays(400),
        (budgetId, period) -> measured.contains(budgetId + " " + period));
  }

  /** Alerts that are over, with all that belongs to them, from the newest day to the oldest. */
  private void fill(int alerts) {
    String numbers =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + alerts
            + ") ";
    store.change(
        connection -> {
          for (String sql :
              List.of(
                  "INSERT INTO alerts (alert_id, budget_id, budget_version, budget_name,"
                      + " team_scope, period, threshold, kind, currency, spent, limit_amount,"
                      + " raised_at, alert_kind, subject, episode, severity, owner) "
                      + numbers
                      + "SELECT 1000 + i, 'old-' || (i % 500), 1, 'old', 'search', '2019-' || i,"
                      + " 50, 'from_bill', 'USD', '60', '100', '2025-01-01T00:00:00.000000Z',"
                      + " 'budget_actual', 'old-' || (i % 500), 'old-' || i, 'warning', '' FROM n",
                  "INSERT INTO crossings (budget_id, version, period, threshold, kind, currency,"
                      + " spent, limit_amount, seen_at, alert_id, times, recovered_at) "
                      + numbers
                      + "SELECT 'old-' || (i % 500), 1, '2019-' || i, 50, 'from_bill', 'USD', '60',"
                      + " '100', '2025-01-01T00:00:00.000000Z', 1000 + i, 1, '' FROM n",
                  "INSERT INTO alert_recoveries (alert_id, recovered_at, reason, quiet) "
                      + numbers
                      + "SELECT 1000 + i, '2025-02-01T00:00:00.000000Z', 'over', 1 FROM n",
                  "INSERT INTO alert_deliveries (alert_id, channel, kind, step, delivery_key,"
                      + " idempotency, payload, state, attempts, attempts_allowed, uncertain,"
                      + " next_attempt_at, last_error, external_id, delivered_at) "
                      + numbers
                      + "SELECT 1000 + i, 'slack', 'slack', 'raised', 'k' || i, 'none', '{}',"
                      + " CASE WHEN i % 10 = 0 THEN 'dead' ELSE 'delivered' END, 1, 40, 0,"
                      + " '2025-01-01T00:00:00.000000Z', '', '', CASE WHEN i % 10 = 0 THEN ''"
                      + " ELSE '2025-01-02T00:00:00.000000Z' END FROM n",
                  "INSERT INTO alert_care (alert_id, assignee) "
                      + numbers
                      + "SELECT 1000 + i, 'ada' FROM n",
                  "INSERT INTO alert_history (alert_id, at, who, what, detail) "
                      + numbers
                      + "SELECT 1000 + i, '2025-01-01T00:00:00.000000Z', 'ada', 'assigned', ''"
                      + " FROM n",
                  "INSERT INTO alert_members (alert_id, alert_kind, member, gone_at) "
                      + numbers
                      + "SELECT 1000 + i, 'stale_source', 's-' || i, '2025-02-01T00:00:00.000000Z'"
                      + " FROM n",
                  "INSERT INTO live_spend (budget_id, period, version, spent, burn_per_hour,"
                      + " top_holder, top_node, top_user, top_since, unpriced, seen_at) "
                      + numbers
                      + "SELECT 'old-' || i, '2025-01', 1, '1', '1', '', '', '', '', '',"
                      + " '2025-01-01T00:00:00.000000Z' FROM n")) {
            Rows.update(connection, sql);
          }
        });
  }

  private interface Look {
    void run();
  }

  /** Everything that is looked at again and again, by its name. */
  private Map<String, Look> looks() {
    CrossingLedger.Place place = new CrossingLedger.Place("b-1", 3, "2026-10", SpendKind.ESTIMATED);
    Map<String, Look> looks = new LinkedHashMap<>();
    looks.put("what the guard said", () -> ledger.crossings().at(List.of(place), List.of("b-2")));
    looks.put(
        "the periods that run",
        () -> ledger.crossings().in(List.of("2026-10", "2026-09"), List.of("b-1")));
    looks.put(
        "what was told",
        () -> ledger.crossings().reported(SpendKind.FROM_BILL, List.of("2026-10")));
    looks.put("open alerts", ledger.crossings()::openOfBudgets);
    looks.put("channels", () -> ledger.deliveries().standing());
    looks.put("what stands", () -> ledger.standing(AlertKind.STALE_SOURCE));
    looks.put("care", rounds::run);
    looks.put("outbox", sender::sendDue);
    looks.put(
        "the newest page of the screen",
        () ->
            ledger.list(
                AccessScope.EVERYTHING,
                new AlertFilter(Optional.of("open"), Optional.empty(), Optional.empty()),
                50));
    return looks;
  }

  /** How much the database does for it: instructions of its machine, by the ten. */
  private static long steps(StateStore store, Look look) {
    AtomicLong steps = new AtomicLong();
    store.change(
        connection ->
            ProgressHandler.setHandler(
                connection,
                10,
                new ProgressHandler() {
                  @Override
                  protected int progress() {
                    steps.incrementAndGet();
                    return 0;
                  }
                }));
    look.run();
    store.change(ProgressHandler::clearHandler);
    return steps.get();
  }

  @Test
  void a_look_takes_no_longer_over_100_000_old_alerts() {
    config = config("digests: [{zone: UTC, at: \"08:00\", channels: [slack]}]");
    raise(SLACK);
    Map<String, Long> young = new LinkedHashMap<>();
    looks().forEach((name, look) -> young.put(name, steps(store, look)));

    fill(OLD);

    looks()
        .forEach(
            (name, look) ->
                assertThat(steps(store, look))
                    .as(name)
                    .isLessThanOrEqualTo(young.getOrDefault(name, 0L) + SLACK_STEPS));
    assertThat(ledger.deliveries().standing().get("slack"))
        .isEqualTo(
            new DeliveryLedger.Standing(
                0, OLD / 10, 0, OLD - OLD / 10 + 1, "2026-10-24T08:10:00.000000Z", ""));
  }

  @Test
  void ten_thousand_rolling_budgets_are_looked_up_together() {
    int budgets = 10_000;
    fill(1);
    store.change(
        connection ->
            Rows.update(
                connection,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + budgets
                    + ") INSERT INTO crossings (budget_id, version, period, threshold, kind,"
                    + " currency, spent, limit_amount, seen_at, alert_id, times, recovered_at)"
                    + " SELECT 'r-' || i, 1, '2026-10-01/30d', 50, 'from_bill', 'USD', '60',"
                    + " '100', '2026-10-01T00:00:00.000000Z', 1001, 1, '' FROM n"));
    List<String> rolling = IntStream.rangeClosed(1, budgets).mapToObj(i -> "r-" + i).toList();

    CrossingLedger.Crossed crossed =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), () -> ledger.crossings().in(List.of("2026-10-24/30d"), rolling));

    assertThat(crossed.standing()).hasSize(budgets);
    assertThat(crossed.recovered()).isEmpty();
  }

  private long rows(String table) {
    return store.transaction(
        connection ->
            Rows.first(connection, "SELECT count(*) FROM " + table, row -> row.getLong(1))
                .orElseThrow());
  }

  @Test
  void what_is_over_for_longer_than_it_is_kept_goes_with_all_that_belongs_to_it() {
    new AuditLog(store, clock).add("ada", "alert.acknowledge", "1001", "");
    fill(2_500);
    AlertRetention retention = retention();

    retention.run();
    assertThat(rows("alerts")).isEqualTo(1_500);
    restart();
    retention = retention();
    retention.run();
    retention.run();

    for (String table :
        List.of(
            "alerts",
            "crossings",
            "alert_deliveries",
            "alert_recoveries",
            "alert_care",
            "alert_history",
            "alert_members")) {
      // The newest that the channel took: without it what was given up before would count as new.
      assertThat(rows(table)).as(table).isEqualTo(1);
    }
    assertThat(rows("audit")).isEqualTo(1);
    assertThat(ledger.deliveries().standing().get("slack").delivered()).isEqualTo(1);
  }

  @Test
  void a_channel_that_works_does_not_fail_because_old_messages_go() {
    bed.script(SLACK.kind(), "404");
    Alert dead = raise(1, SLACK);
    clock.move(Duration.ofMinutes(1));
    Alert told = raise(2, SLACK);
    assertThat(ledger.close(told.id(), "its period is over")).isPresent();
    assertThat(ledger.deliveries().standing().get("slack").failing()).isZero();

    clock.move(Duration.ofDays(500));
    retention().run();

    assertThat(ledger.find(dead.id())).isPresent();
    assertThat(ledger.deliveries().standing().get("slack").failing()).isZero();
  }

  @Test
  void what_is_open_or_recent_or_on_its_way_or_keeps_a_threshold_from_being_told_stays() {
    clock.move(Duration.between(clock.instant(), Instant.parse("2025-01-01T00:00:00Z")));
    Alert open = raise(1, SLACK);
    Alert guards = raise(2, SLACK);
    Alert waits = raiseOnly(3, new Target("nowhere", SLACK.kind()));
    Alert old = raise(4, SLACK);
    Alert recent = raise(5, SLACK);
    for (Alert over : List.of(guards, waits, old)) {
      assertThat(ledger.close(over.id(), "its period is over")).isPresent();
    }
    measured.add("b-2 2026-10");
    clock.move(Duration.ofDays(399));
    assertThat(ledger.close(recent.id(), "its period is over")).isPresent();
    AlertRetention retention = retention();
    retention.run();
    assertThat(ledger.find(old.id())).isPresent();

    clock.move(Duration.ofDays(2));
    retention.run();

    assertThat(ledger.list(10))
        .extracting(Alert::id)
        .containsExactly(recent.id(), waits.id(), guards.id(), open.id());
    assertThat(ledger.crossings().of("b-4")).isEmpty();
    assertThat(ledger.crossings().of("b-2")).hasSize(1);

    measured.clear();
    clock.move(AlertRetention.PAUSE);
    retention.run();
    assertThat(ledger.find(guards.id())).isEmpty();
  }

  @Test
  void a_cause_that_comes_again_after_its_first_alert_is_gone_has_a_name_of_its_own() {
    Notice notice = io.gpuledger.dashboard.watch.WatchFixtures.all().get(AlertKind.STALE_SOURCE);
    for (int i = 0; i < 2; i++) {
      assertThat(ledger.raise(notice, List.of(SLACK), id -> Optional.empty())).isPresent();
      assertThat(ledger.keepOnly(AlertKind.STALE_SOURCE, Set.of(), "it delivers again")).hasSize(1);
      sender.sendDue();
      clock.move(Duration.ofDays(250));
    }
    retention().run();
    assertThat(of(AlertKind.STALE_SOURCE)).hasSize(1);

    assertThat(ledger.raise(notice, List.of(SLACK), id -> Optional.empty())).isPresent();
  }
}
