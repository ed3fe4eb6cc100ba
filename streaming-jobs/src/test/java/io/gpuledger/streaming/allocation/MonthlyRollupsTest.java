package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.streaming.publish.Publication;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
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
  void a_restated_month_is_added_up_again_and_the_rows_of_before_go_after_an_hour() {
    charges();
    at(now).run();
    restate("d2", 2, "40");
    now = MID_NOVEMBER.plusSeconds(60);
    at(now).run();
    assertThat(sums())
        .as("questions under way still find both")
        .containsExactly("1\t-3.5", "2\t40");

    restate("d3", 3, "50");
    now = MID_NOVEMBER.plusSeconds(120);
    at(now).run();
    assertThat(sums()).containsExactly("1\t-3.5", "2\t40", "3\t50");

    now = MID_NOVEMBER.plus(MonthlyRollups.KEPT).plusSeconds(121);
    rows.charge("d4", 1, "2026-09-01 00:00:00", "2026-09-01 01:00:00", "1", "none", "");
    rows.delivery("d4", "append", 4, 1);
    runner.runPending();
    assertThat(at(now).run()).containsExactly(YearMonth.of(2026, 9));
    assertThat(sums()).containsExactly("3\t50", "4\t1");
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

    assertThat(at(now).run()).containsExactly(OCTOBER);
    assertThat(sums()).containsExactly("2\t-3.5");
    assertThat(query("SELECT rollup_version, month FROM monthly_rollups"))
        .containsExactly("2\t2026-10-01");
  }

  @Test
  void sums_that_are_not_those_of_the_days_are_never_published() {
    charges();
    MonthlyRollups damaged =
        new MonthlyRollups(
            client,
            rollup -> {
              client.execute(
                  "INSERT INTO cost_monthly (rollup_version, month, currency, billed_cost) SELECT"
                      + " 1, '2026-10-01', 'USD', 0.01",
                  Map.of());
              return publish(rollup);
            },
            Clock.fixed(now, ZoneOffset.UTC));
    assertThatThrownBy(damaged::run).hasMessageContaining("rollup 1 of 2026-10 sums to");
    assertThat(query("SELECT count() FROM monthly_rollups")).containsExactly("0");
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
        "SELECT rollup_version, sum(toDecimal256(billed_cost, 18)) FROM cost_monthly GROUP BY"
            + " rollup_version ORDER BY rollup_version");
  }
}
