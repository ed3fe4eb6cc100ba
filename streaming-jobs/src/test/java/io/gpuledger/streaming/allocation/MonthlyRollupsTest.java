package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.publish.Publication;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class MonthlyRollupsTest extends LedgerTestbed {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final Instant MID_NOVEMBER = Instant.parse("2026-11-15T00:00:00Z");

  private final LedgerRows rows = new LedgerRows(client);
  private final AllocationRunner runner =
      new AllocationRunner(client, () -> AllocationRules.NONE, new DirectPublication(client));
  private Instant now = MID_NOVEMBER;

  @Test
  void a_month_is_added_up_once_for_a_run_with_signs_apart() {
    charges();
    assertThat(at(now).run()).containsExactly(OCTOBER);
    assertThat(query("SELECT below_zero, charges, billed_cost FROM cost_monthly ORDER BY ALL"))
        .containsExactly("0\t2\t3.5", "3\t1\t-7");
    assertThat(at(now).run()).isEmpty();
  }

  @Test
  void a_month_is_not_added_up_before_it_is_over() {
    charges();
    assertThat(at(Instant.parse("2026-10-31T23:59:59Z")).run()).isEmpty();
    assertThat(at(Instant.parse("2026-11-01T00:00:00Z")).run()).containsExactly(OCTOBER);
  }

  @Test
  void a_restated_month_is_added_up_again_and_what_was_superseded_goes_after_an_hour() {
    charges();
    at(now).run();
    restate("d2", 2, "40");
    now = MID_NOVEMBER.plusSeconds(60);
    at(now).run();
    assertThat(sums()).as("questions under way still find both").containsExactly("-3.5", "40");

    restate("d3", 3, "50");
    now = MID_NOVEMBER.plusSeconds(60).plus(MonthlyRollups.KEPT);
    at(now).run();
    assertThat(sums()).as("superseded an hour ago").containsExactly("-3.5", "40", "50");

    restate("d4", 4, "60");
    now = now.plusSeconds(1);
    at(now).run();
    assertThat(sums()).as("superseded a second ago").containsExactly("40", "50", "60");
  }

  @Test
  void what_was_broken_off_before_it_was_published_is_never_a_rollup_and_goes() {
    charges();
    MonthlyRollups broken =
        new MonthlyRollups(
            client,
            rollup -> {
              throw new IllegalStateException("the publisher has stopped");
            },
            Clock.fixed(now, ZoneOffset.UTC));
    assertThatThrownBy(broken::run).hasMessage("the publisher has stopped");
    assertThat(query("SELECT count() FROM monthly_rollups")).containsExactly("0");
    assertThat(sums()).as("a failed try leaves no rows").isEmpty();

    assertThat(at(now).run()).containsExactly(OCTOBER);
    assertThat(sums()).containsExactly("-3.5");
  }

  @Test
  void a_month_that_fails_holds_up_no_other() {
    charges();
    rows.charge("d4", 1, "2026-09-01 00:00:00", "2026-09-01 01:00:00", "1", "none", "");
    rows.delivery("d4", "append", 4, 1);
    runner.runPending();
    AtomicInteger tries = new AtomicInteger();
    MonthlyRollups first =
        new MonthlyRollups(
            client,
            rollup -> {
              if (tries.getAndIncrement() == 0) {
                throw new IllegalStateException("the first month");
              }
              return publish(rollup);
            },
            Clock.fixed(now, ZoneOffset.UTC));
    assertThatThrownBy(first::run).hasMessage("the first month");
    assertThat(query("SELECT month FROM monthly_rollups")).containsExactly("2026-09-01");
    assertThat(at(now).run()).containsExactly(OCTOBER);
  }

  @Test
  void a_rollup_of_a_run_that_was_lost_is_not_one_of_another_run_of_its_number() {
    charges();
    at(now).run();
    new LedgerClient(ledger.migrator())
        .execute(
            "ALTER TABLE allocation_runs UPDATE run_id = generateUUIDv4() WHERE 1 SETTINGS"
                + " mutations_sync = 2",
            Map.of());
    assertThat(at(now).run()).containsExactly(OCTOBER);
  }

  @Test
  void something_more_urgent_comes_first() {
    charges();
    assertThat(at(now).run(() -> false)).isEmpty();
    assertThat(query("SELECT count() FROM cost_monthly")).containsExactly("0");
  }

  private void charges() {
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "1.5", "none", "");
    rows.charge("d1", 2, "2026-10-02 20:00:00", "2026-10-02 21:00:00", "2", "none", "");
    rows.charge("d1", 3, "2026-10-03 20:00:00", "2026-10-03 22:00:00", "-7", "none", "");
    rows.delivery("d1", "overwrite", 1, 3);
    runner.runPending();
  }

  private void restate(String delivery, int sequence, String cost) {
    rows.charge(delivery, 1, "2026-10-03 00:00:00", "2026-10-03 01:00:00", cost, "none", "");
    rows.delivery(delivery, "overwrite", sequence, 1);
    runner.runPending();
  }

  private MonthlyRollups at(Instant instant) {
    return new MonthlyRollups(client, this::publish, Clock.fixed(instant, ZoneOffset.UTC));
  }

  private Instant publish(Publication rollup) {
    assertThat(rollup.publishedAt()).isEmpty();
    rollup.store();
    rollup.publish(now);
    assertThat(rollup.publishedAt()).contains(now);
    return now;
  }

  private static List<String> sums() {
    return query(
        "SELECT sum(toDecimal256(billed_cost, 18)) AS s FROM cost_monthly GROUP BY rollup_id"
            + " ORDER BY s");
  }
}
