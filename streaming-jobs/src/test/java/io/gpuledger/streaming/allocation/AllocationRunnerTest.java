package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.NodeSplitRules;
import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.publish.RunDraft;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("live")
class AllocationRunnerTest extends LedgerTestbed {
  private static final AllocationRules ALL_OF_VISION =
      AllocationRules.of(
          OwnershipRules.of(
              List.of(
                  new OwnershipRule(
                      "all",
                      Filter.everything(),
                      "vision",
                      "",
                      "",
                      "",
                      Instant.MIN,
                      Instant.MAX))));

  private final AtomicReference<AllocationRules> rules =
      new AtomicReference<>(AllocationRules.NONE);
  private final AllocationRunner runner =
      new AllocationRunner(client, rules::get, new DirectPublication(client));

  @Test
  void charges_of_a_published_delivery_become_lines_and_daily_sums() {
    LedgerRows rows = new LedgerRows(client);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "1.5", "none", "");
    rows.charge("d1", 2, "2026-10-01 20:00:00", "2026-10-03 00:00:00", "-7", "unknown", "");
    rows.charge("d2", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "99", "none", "");
    rows.delivery("d1", "overwrite", 1, 2);
    assertThat(runner.runPending()).hasSize(1);
    assertThat(lines("day, state, billed_cost, team"))
        .containsExactly(
            "2026-10-01\tnot_gpu\t1.5\tunattributed",
            "2026-10-01\tunobserved\t-1\tunattributed",
            "2026-10-02\tunobserved\t-6\tunattributed");
    assertThat(query("SELECT sum(toDecimal256(billed_cost,18)), sum(charges) FROM cost_daily"))
        .containsExactly("-5.5\t3");
    assertThat(query("SELECT day, charges, billed_cost FROM allocation_cells ORDER BY day"))
        .containsExactly("2026-10-01\t2\t{'USD':0.5}", "2026-10-02\t1\t{'USD':-6}");
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void an_overwritten_delivery_leaves_empty_versions_of_the_cells_it_no_longer_fills() {
    LedgerRows rows = new LedgerRows(client);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "1", "none", "");
    rows.charge("d1", 2, "2026-10-02 00:00:00", "2026-10-02 01:00:00", "2", "none", "");
    rows.delivery("d1", "overwrite", 1, 2);
    runner.runPending();
    rows.charge("d2", 1, "2026-10-02 00:00:00", "2026-10-02 01:00:00", "5", "none", "");
    rows.delivery("d2", "overwrite", 2, 1);
    runner.runPending();
    assertThat(visibleSums()).containsExactly("2026-10-01\t0", "2026-10-02\t5");
    rows.retraction("d2", 3);
    runner.runPending();
    assertThat(visibleSums()).containsExactly("2026-10-01\t0", "2026-10-02\t0");
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void an_appended_delivery_adds_to_a_cell_of_another() {
    LedgerRows rows = new LedgerRows(client);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "1", "none", "");
    rows.delivery("d1", "overwrite", 1, 1);
    runner.runPending();
    rows.charge("d2", 1, "2026-10-01 05:00:00", "2026-10-01 06:00:00", "5", "none", "");
    rows.delivery("d2", "append", 2, 1);
    runner.runPending();
    assertThat(visibleSums()).containsExactly("2026-10-01\t6");
  }

  @Test
  void a_machine_that_inventory_names_after_its_bill_is_split_all_the_same() {
    LedgerRows rows = new LedgerRows(client);
    rows.charge("d1", 1, "2026-01-01 00:00:00", "2026-01-01 01:00:00", "8", "known", "i-1");
    rows.charge("d1", 2, "2026-01-02 00:00:00", "2026-01-02 01:00:00", "3", "none", "");
    rows.delivery("d1", "overwrite", 1, 2);
    rows.usage("n1", "g0", "2026-01-01 00:00:00", "active", "['pod:ml/a']", "[1]", HOUR, 1, 5);
    rows.published("telemetry", 1, 5);
    runner.runPending();
    assertThat(lines("state, billed_cost")).containsExactly("unobserved\t8", "not_gpu\t3");

    rows.inventory("c1", "n1", "i-1");
    assertThat(runner.runPending())
        .singleElement()
        .satisfies(run -> assertThat(run.reason()).isEqualTo("inventory"))
        .satisfies(run -> assertThat(run.cells()).isEqualTo(1));
    assertThat(
            query(
                "SELECT state, holder, billed_cost FROM allocation_lines WHERE cell_version = "
                    + "(SELECT max(cell_version) FROM allocation_cells) ORDER BY line_no"))
        .containsExactly("active\tpod:ml/a\t4", "unobserved\t-\t4");
    assertThat(runner.runPending()).isEmpty();

    rows.inventory("c1", "n2", "i-2", "2026-03-01");
    assertThat(runner.runPending()).as("a machine of another time").isEmpty();
    rows.inventory("c1", "n3", "i-3");
    assertThat(runner.runPending()).as("a machine of that day").hasSize(1);
  }

  @Test
  void a_long_charge_finds_its_machine_on_each_day() {
    LedgerRows rows = new LedgerRows(client);
    rows.inventory("c1", "n1", "i-1", "2026-10-02 12:00:00");
    for (int day = 1; day <= 3; day++) {
      String noon = "2026-10-0" + day + " 12:00:00";
      rows.usage("n1", "g0", noon, "active", "['pod:ml/a']", "[1]", HOUR, 1, 5);
    }
    rows.published("telemetry", 1, 5);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-04 00:00:00", "3", "known", "i-1");
    rows.delivery("d1", "overwrite", 1, 1);
    runner.runPending();
    assertThat(query("SELECT DISTINCT day, node FROM allocation_lines ORDER BY day"))
        .containsExactly("2026-10-01\t-", "2026-10-02\tn1", "2026-10-03\tn1");
  }

  @Test
  void a_machine_is_split_by_its_visible_telemetry_and_again_when_that_changes() {
    LedgerRows rows = new LedgerRows(client);
    rows.inventory("c1", "n1", "i-0abc");
    rows.charge(
        "d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "8", "known", "arn:x/i-0abc");
    rows.delivery("d1", "overwrite", 1, 1);
    rows.usage("n1", "g0", "2026-10-01 00:00:00", "active", "['pod:ml/a']", "[1]", HOUR, 1, 5);
    rows.usage("n1", "g1", "2026-10-01 00:30:00", "unallocated", "[]", "[]", HOUR, 1, 6);
    rows.usage("n1", "g0", "2026-10-01 01:00:00", "active", "['pod:ml/a']", "[1]", HOUR, 1, 5);
    rows.published("telemetry", 1, 5);
    runner.runPending();
    assertThat(lines("state, holder, namespace, node, billed_cost, device_nanos"))
        .containsExactly(
            "active\tpod:ml/a\tml\tn1\t4\t" + HOUR, "unobserved\t-\t-\tn1\t4\t" + HOUR);
    LocalDate day = LocalDate.of(2026, 10, 1);
    assertThat(runner.runUsage(day, day)).isEmpty();
    rows.published("telemetry", 1, 6);
    assertThat(runner.runUsage(day, day)).hasSize(1);
    assertThat(
            query(
                "SELECT state, billed_cost FROM allocation_lines WHERE cell_version = "
                    + "(SELECT max(cell_version) FROM allocation_cells) ORDER BY line_no"))
        .containsExactly("active\t4", "unallocated\t4");
    rows.generation("telemetry", 2, 1, 5);
    assertThat(runner.runUsage(day, day)).hasSize(1);
  }

  @Test
  void slices_bear_their_dominant_share_and_the_rest_of_the_device_is_unused() {
    LedgerRows rows = new LedgerRows(client);
    rows.inventory("c1", "n1", "i-1");
    // Half a device and two sevenths; in the next hour one seventh more.
    rows.sliceHour("1", "3g.40gb", "2026-10-01 00:00:00", "pod:ml/a");
    rows.sliceHour("2", "2g.20gb", "2026-10-01 00:00:00", "pod:ml/b");
    rows.sliceHour("1", "3g.40gb", "2026-10-01 01:00:00", "pod:ml/a");
    rows.sliceHour("2", "2g.20gb", "2026-10-01 01:00:00", "pod:ml/b");
    rows.sliceHour("3", "1g.10gb", "2026-10-01 01:00:00", "pod:ml/c");
    rows.published("telemetry", 1, 5);
    // Two devices are paid for an hour, so one of them is not seen.
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "28", "known", "i-1");
    rows.charge("d1", 2, "2026-10-01 01:00:00", "2026-10-01 02:00:00", "28", "known", "i-1");
    rows.delivery("d1", "overwrite", 1, 2);

    runner.runPending();

    assertThat(lines("row_no, state, holder, round(toFloat64(billed_cost), 6)"))
        .containsExactly(
            "1\tactive\tpod:ml/a\t7",
            "1\tactive\tpod:ml/b\t4",
            "1\tunallocated\t-\t3",
            "1\tunobserved\t-\t14",
            "2\tactive\tpod:ml/a\t7",
            "2\tactive\tpod:ml/b\t4",
            "2\tactive\tpod:ml/c\t2",
            "2\tunallocated\t-\t1",
            "2\tunobserved\t-\t14");
    assertThat(query("SELECT sum(toDecimal256(billed_cost, 18)) FROM allocation_lines"))
        .containsExactly("56");

    rules.set(
        new AllocationRules(
            OwnershipRules.NONE,
            SliceWeighting.MEMORY,
            HolderWeighting.MEASURED,
            NodeSplitRules.DEFAULT));
    assertThat(runner.runPending()).as("another weighting makes all lines anew").hasSize(1);
    assertThat(
            query(
                "SELECT state, holder, round(toFloat64(billed_cost), 6) FROM allocation_lines"
                    + " WHERE row_no = 1 AND cell_version = (SELECT max(cell_version)"
                    + " FROM allocation_cells) ORDER BY line_no"))
        .containsExactly(
            "active\tpod:ml/a\t7",
            "active\tpod:ml/b\t3.5",
            "unallocated\t-\t3.5",
            "unobserved\t-\t14");
  }

  @Test
  void other_rules_make_a_new_run_of_all_cells() {
    LedgerRows rows = new LedgerRows(client);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "1", "none", "");
    rows.delivery("d1", "overwrite", 1, 1);
    runner.runPending();
    rules.set(ALL_OF_VISION);
    List<RunDraft> runs = runner.runPending();
    assertThat(runs).extracting(RunDraft::reason).containsExactly("rules");
    assertThat(lines("team, rule")).containsExactly("unattributed\t-", "vision\tall");
  }

  @Test
  void a_run_that_was_never_published_is_not_seen_and_its_numbers_are_not_used_again() {
    LedgerRows rows = new LedgerRows(client);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "1", "none", "");
    rows.delivery("d1", "overwrite", 1, 1);
    AllocationRunner dying =
        new AllocationRunner(
            client,
            rules::get,
            run -> {
              throw new IllegalStateException("killed");
            });
    assertThatThrownBy(dying::runPending).hasMessage("killed");
    assertThat(visibleSums()).isEmpty();
    assertThat(runner.runPending()).extracting(RunDraft::runNo).containsExactly(2L);
    assertThat(visibleSums()).containsExactly("2026-10-01\t1");
  }

  @Test
  void a_delivery_published_while_a_run_reads_is_left_whole_for_the_next() throws Exception {
    LedgerRows rows = new LedgerRows(client);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "10", "none", "");
    rows.charge("d1", 2, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "90", "known", "i-1");
    rows.delivery("d1", "overwrite", 1, 2);
    rows.charge("d2", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "5", "none", "");
    try (LedgerBetween between = new LedgerBetween(ledger.internal())) {
      LedgerClient interrupted = new LedgerClient(between.address());
      between.before("param_devices=1", () -> rows.delivery("d2", "overwrite", 2, 1));
      new AllocationRunner(interrupted, rules::get, new DirectPublication(client)).runPending();
    }
    assertThat(query("SELECT billed_cost FROM allocation_cells WHERE run_no = 1"))
        .containsExactly("{'USD':100}");
    runner.runPending();
    assertThat(visibleSums()).containsExactly("2026-10-01\t5");
  }

  @Test
  void more_cells_than_a_run_takes_are_done_by_several_runs_account_by_account() {
    LedgerRows rows = new LedgerRows(client);
    for (String account : List.of("a", "b", "c")) {
      String id = "d-" + account;
      rows.charge(account, id, 1, "2026-10-01 00:00:00", "2026-10-04 00:00:00", "3", "none", "");
      rows.delivery(account, id, "overwrite", 1, 1);
    }
    AllocationRunner small =
        new AllocationRunner(client, rules::get, new DirectPublication(client), 7);
    assertThat(small.runPending()).extracting(RunDraft::cells).containsExactly(6L, 3L);
    rules.set(ALL_OF_VISION);
    rows.charge("z", "d-z", 1, "2026-10-01 00:00:00", "2026-10-02 00:00:00", "3", "none", "");
    rows.delivery("z", "d-z", "overwrite", 1, 1);
    assertThat(small.runPending())
        .extracting(RunDraft::reason, RunDraft::cells)
        .containsExactly(tuple("deliveries", 7L), tuple("rules", 3L));
    assertThat(visibleSums()).containsExactly("2026-10-01\t6", "2026-10-02\t3", "2026-10-03\t3");
    assertThat(small.runPending()).isEmpty();
  }

  @Test
  void an_overwritten_month_is_replaced_whole_however_many_deliveries_wait_before_it() {
    LedgerRows rows = new LedgerRows(client);
    rows.charge("z", "old", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "7", "none", "");
    rows.delivery("z", "old", "overwrite", 1, 1);
    runner.runPending();
    for (int i = 0; i < PendingCells.DELIVERIES_LIMIT; i++) {
      String id = "a" + i;
      rows.charge(id, id, 1, "2026-10-02 00:00:00", "2026-10-02 01:00:00", "1", "none", "");
      rows.delivery(id, id, "overwrite", 1, 1);
    }
    rows.charge("z", "znew", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "8", "none", "");
    rows.delivery("z", "znew", "overwrite", 2, 1);
    List<String> seen = new ArrayList<>();
    DirectPublication publication = new DirectPublication(client);
    new AllocationRunner(
            client,
            rules::get,
            run -> {
              Instant at = publication.publish(run);
              seen.add(visibleSums().get(0));
              return at;
            })
        .runPending();
    assertThat(seen).containsExactly("2026-10-01\t7", "2026-10-01\t8");
  }

  @Test
  void a_run_whose_stored_sums_differ_is_not_published_and_leaves_nothing_behind()
      throws Exception {
    LedgerRows rows = new LedgerRows(client);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "1", "none", "");
    rows.delivery("d1", "overwrite", 1, 1);
    try (LedgerBetween between = new LedgerBetween(ledger.internal())) {
      AllocationRunner checked =
          new AllocationRunner(
              new LedgerClient(between.address()), rules::get, new DirectPublication(client));
      between.before(
          "FROM allocation_lines\nWHERE cell_version >= {first_version:UInt64} AND",
          () ->
              client.execute(
                  "INSERT INTO allocation_lines (cell_version, day, currency, billed_cost)"
                      + " SELECT max(cell_version), '2026-10-01', 'USD', 3 FROM allocation_lines",
                  Map.of()));
      assertThatThrownBy(checked::runPending).hasMessageContaining("lines sum to");
    }
    for (String table :
        List.of("allocation_lines", "cost_detail_daily", "cost_daily", "allocation_cells")) {
      assertThat(query("SELECT count() FROM " + table)).as(table).containsExactly("0");
    }
    runner.runPending();
    assertThat(visibleSums()).containsExactly("2026-10-01\t1");
  }

  private static final long HOUR = 3_600_000_000_000L;

  private static List<String> lines(String columns) {
    return query(
        "SELECT " + columns + " FROM allocation_lines ORDER BY cell_version, row_no, line_no");
  }

  private static List<String> visibleSums() {
    return query(
        "SELECT day, sum(toDecimal256(billed_cost, 18)) FROM "
            + "(SELECT source, account, day, max(cell_version) AS cell_version "
            + "FROM allocation_cells WHERE run_no IN (SELECT run_no FROM allocation_runs) "
            + "GROUP BY source, account, day) AS c LEFT JOIN allocation_lines AS l "
            + "USING (cell_version, day) GROUP BY day ORDER BY day");
  }
}
