package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.OwnershipRules;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A slice weighs by the profile that it had then, as published inventory states it. */
@Tag("live")
class SliceProfilesRunTest extends LedgerTestbed {
  private static final String HOUR = "2026-10-01 00:00:00";

  private final LedgerRows rows = new LedgerRows(client);
  private final AllocationRunner runner =
      new AllocationRunner(
          client, () -> AllocationRules.of(OwnershipRules.NONE), new DirectPublication(client));

  /** Two devices are paid for an hour, 14 each; one is seen, cut into a slice. */
  @BeforeEach
  void fill() {
    rows.inventory("c1", "n1", "i-1");
    rows.sliceHour("1", "3g.40gb", HOUR, "pod:ml/a");
    rows.published("telemetry", 1, 5);
    rows.charge("d1", 1, HOUR, "2026-10-01 01:00:00", "28", "known", "i-1");
    rows.delivery("d1", "overwrite", 1, 1);
  }

  private List<String> lines() {
    runner.runPending();
    return query(
        "SELECT state, holder, round(toFloat64(billed_cost), 6) FROM current_allocation_lines"
            + " ORDER BY state, holder");
  }

  @Test
  void a_profile_of_today_changes_no_day_before() {
    rows.profile("1", "1g.10gb", "2026-11-05 00:00:00", "2026-11-05 00:00:00", 1, 5);

    assertThat(lines())
        .containsExactly("active\tpod:ml/a\t7", "unallocated\t-\t7", "unobserved\t-\t14");
  }

  @Test
  void a_statement_that_a_rewind_superseded_weighs_nowhere() {
    rows.profile("1", "1g.10gb", "2026-10-01 00:00:30", "2026-10-01 00:00:30", 1, 9);
    rows.published("telemetry", 1, 9);
    rows.generation("telemetry", 2, 1, 5);
    rows.published("telemetry", 2, 6);

    assertThat(lines())
        .containsExactly("active\tpod:ml/a\t7", "unallocated\t-\t7", "unobserved\t-\t14");
  }

  @Test
  void a_statement_that_is_not_published_weighs_nowhere() {
    rows.profile("1", "1g.10gb", "2026-10-01 00:00:30", "2026-10-01 00:00:30", 1, 6);

    assertThat(lines())
        .containsExactly("active\tpod:ml/a\t7", "unallocated\t-\t7", "unobserved\t-\t14");
  }

  @Test
  void a_slice_that_is_cut_anew_under_its_number_weighs_by_each_profile_for_its_time() {
    // The same valid time goes on; half an hour later it is seen with another profile.
    rows.profile("1", "1g.10gb", HOUR, "2026-10-01 00:30:00", 1, 5);

    // 14 x (1/2 x 1/2 + 1/2 x 1/7) = 4.5
    assertThat(lines())
        .containsExactly("active\tpod:ml/a\t4.5", "unallocated\t-\t9.5", "unobserved\t-\t14");
  }

  @Test
  void time_before_the_first_statement_is_of_an_unknown_slice() {
    client.execute("TRUNCATE TABLE device_inventory", java.util.Map.of());
    rows.inventory("c1", "n1", "i-1");
    rows.profile("1", "1g.10gb", "2026-10-01 02:00:00", "2026-10-01 02:00:00", 1, 5);

    assertThat(lines())
        .as("the only slice of a layout that is not known has the device")
        .containsExactly("active\tpod:ml/a\t14", "unobserved\t-\t14");
  }

  @Test
  void the_view_has_a_row_for_each_change_and_none_for_a_repeat() {
    rows.profile("1", "3g.40gb", HOUR, "2026-10-01 01:00:00", 1, 5);
    rows.profile("1", "1g.10gb", HOUR, "2026-10-01 02:00:00", 1, 5);
    rows.profile("1", "3g.40gb", HOUR, "2026-10-01 03:00:00", 1, 5);
    rows.profile("1", "", HOUR, "2026-10-01 04:00:00", 1, 5);

    assertThat(
            query(
                "SELECT toString(holds_from), mig_profile FROM slice_profiles_as_of(as_of ="
                    + " now64(6) + INTERVAL 100 YEAR) ORDER BY holds_from"))
        .containsExactly(
            "2026-10-01 00:00:00.000000\t3g.40gb",
            "2026-10-01 02:00:00.000000\t1g.10gb",
            "2026-10-01 03:00:00.000000\t3g.40gb");
  }
}
