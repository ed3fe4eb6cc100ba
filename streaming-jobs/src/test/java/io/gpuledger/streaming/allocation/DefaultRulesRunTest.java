package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.NodeSplitRules;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.sql.client.LedgerClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Taxes, credits, support, and what stands on a machine, from the bill to the lines. */
@Tag("live")
class DefaultRulesRunTest extends SharedChargesTestbed {
  private static final long HOUR = 3_600_000_000_000L;

  private final AtomicReference<AllocationRules> rules =
      new AtomicReference<>(
          AllocationRules.of(
              OwnershipRules.of(
                  List.of(
                      rule("pods", "namespace~:\"ml\"", "ml", Instant.MIN, Instant.MAX),
                      rule("tag", "", "{tag:team}", Instant.MIN, Instant.MAX)))));
  private final AllocationRunner runner =
      new AllocationRunner(client, rules::get, new DirectPublication(client));
  private final LedgerRows rows = new LedgerRows(client);

  @Test
  void a_tax_of_the_month_goes_by_each_day_to_the_owners_of_its_invoice_and_service() {
    charge("d1", 1, "2026-10-01", "2026-10-02", "30", "Usage", "EC2", "", "vision");
    charge("d1", 2, "2026-10-01", "2026-10-02", "10", "Usage", "EC2", "", "search");
    charge("d1", 3, "2026-10-02", "2026-10-03", "10", "Usage", "EC2", "", "search");
    charge("d1", 4, "2026-10-01", "2026-10-02", "99", "Usage", "S3", "", "data");
    charge("d1", 5, "2026-10-01", "2026-10-03", "8", "Tax", "EC2", "", "");
    rows.delivery("d1", "overwrite", 1, 5);
    runner.runPending();
    assertThat(current("row_no = 5", "day, team, billed_cost, rule"))
        .containsExactly(
            "2026-10-01\tsearch\t1\tdefault: tax: by amortised cost of that day, its invoice and"
                + " service",
            "2026-10-01\tvision\t3\tdefault: tax: by amortised cost of that day, its invoice and"
                + " service",
            "2026-10-02\tsearch\t4\tdefault: tax: by amortised cost of that day, its invoice and"
                + " service");
    assertThat(sum()).containsExactly("157");
  }

  @Test
  void support_is_computed_again_when_what_it_stands_on_is_restated() {
    charge("d1", 1, "2026-10-01", "2026-10-02", "30", "Usage", "EC2", "", "vision");
    charge("d1", 2, "2026-10-01", "2026-10-02", "10", "Usage", "EC2", "", "search");
    charge("d1", 3, "2026-10-01", "2026-10-02", "4", "Usage", "AWS Support (Business)", "", "");
    rows.delivery("d1", "overwrite", 1, 3);
    runner.runPending();
    assertThat(current("row_no = 3", "team, billed_cost"))
        .containsExactly("search\t1", "vision\t3");
    // A later delivery adds usage of search; the charge of support itself is as it was.
    charge("d2", 1, "2026-10-01", "2026-10-02", "20", "Usage", "EC2", "", "search");
    rows.delivery("d2", "append", 2, 1);
    runner.runPending();
    assertThat(current("row_no = 3 AND delivery_id = 'd1'", "team, billed_cost"))
        .containsExactly("search\t2", "vision\t2");
    assertThat(runner.runPending()).isEmpty();
  }

  @Test
  void a_credit_follows_its_resource_a_promotion_stays_apart() {
    charge("d1", 1, "2026-10-01", "2026-10-02", "30", "Usage", "EC2", "vol-1", "vision");
    charge("d1", 2, "2026-10-01", "2026-10-02", "30", "Usage", "EC2", "vol-2", "search");
    charge("d1", 3, "2026-10-01", "2026-10-02", "-5", "Credit", "EC2", "vol-1", "");
    charge("d1", 4, "2026-10-01", "2026-10-02", "-7", "Credit", "EC2", "", "");
    rows.delivery("d1", "overwrite", 1, 4);
    runner.runPending();
    assertThat(current("charge_category = 'Credit'", "row_no, team, billed_cost, split_rule"))
        .containsExactly(
            "3\tvision\t-5\tcredit: by amortised cost of that day, the charges of its resource",
            "4\tunattributed\t-7\tcredit apart: it names no charge");
  }

  @Test
  void egress_of_a_machine_goes_with_those_who_hold_its_devices() {
    rows.inventory("c1", "n1", "i-1");
    rows.usage("n1", "g0", "2026-10-01 00:00:00", "active", "['pod:ml/a']", "[1]", HOUR, 1, 5);
    rows.usage("n1", "g1", "2026-10-01 00:00:00", "unallocated", "[]", "[]", HOUR, 1, 5);
    rows.published("telemetry", 1, 5);
    charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "6", "Usage", "VPC", "i-1", "");
    charge("d1", 2, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "6", "Usage", "VPC", "i-9", "");
    rows.delivery("d1", "overwrite", 1, 2);
    runner.runPending();
    assertThat(current("1", "row_no, state, cluster, holder, team, billed_cost, device_nanos"))
        .containsExactly(
            "1\tnot_gpu\tc1\t-\tunattributed\t3\t0",
            "1\tnot_gpu\tc1\tpod:ml/a\tml\t3\t0",
            "2\tnot_gpu\t-\t-\tunattributed\t6\t0");
    assertThat(current("row_no = 1", "DISTINCT component, split_rule"))
        .containsExactly("network\twith the devices of its machine");
    // Telemetry that comes later is noticed, as with charges of the devices themselves.
    rows.usage("n1", "g1", "2026-10-01 00:30:00", "active", "['pod:ml/a']", "[1]", HOUR, 1, 6);
    rows.published("telemetry", 1, 6);
    assertThat(
            runner.runUsage(
                java.time.LocalDate.parse("2026-10-01"), java.time.LocalDate.parse("2026-10-01")))
        .hasSize(1);
    assertThat(current("row_no = 1 AND team = 'ml'", "billed_cost")).containsExactly("4");
  }

  @Test
  void holders_of_one_device_share_it_as_measured_or_equally_and_sum_to_the_device() {
    // opencost#3828: never a whole device for each of them.
    rows.inventory("c1", "n1", "i-1");
    String holders = "['pod:ml/a','pod:ml/b']";
    rows.usage("n1", "g0", "2026-10-01 00:00:00", "active", holders, "[3,1]", HOUR, 1, 5);
    rows.published("telemetry", 1, 5);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "8", "known", "i-1");
    rows.delivery("d1", "overwrite", 1, 1);
    runner.runPending();
    String columns = "state, holder, device_nanos, billed_cost";
    assertThat(current("1", columns))
        .containsExactly(
            "active\tpod:ml/a\t2700000000000\t3",
            "active\tpod:ml/b\t900000000000\t1",
            "unobserved\t-\t3600000000000\t4");
    rules.set(
        new AllocationRules(
            OwnershipRules.NONE,
            SliceWeighting.DOMINANT,
            HolderWeighting.EQUAL,
            NodeSplitRules.DEFAULT));
    assertThat(runner.runPending()).hasSize(1);
    assertThat(current("1", columns))
        .containsExactly(
            "active\tpod:ml/a\t1800000000000\t2",
            "active\tpod:ml/b\t1800000000000\t2",
            "unobserved\t-\t3600000000000\t4");
  }

  @Test
  void a_reorganisation_changes_nothing_before_its_date() {
    charge("d1", 1, "2026-10-01", "2026-10-02", "30", "Usage", "EC2", "", "vision");
    charge("d1", 2, "2026-10-20", "2026-10-21", "30", "Usage", "EC2", "", "vision");
    charge("d1", 3, "2026-10-01", "2026-10-31", "30", "Tax", "EC2", "", "");
    rows.delivery("d1", "overwrite", 1, 3);
    runner.runPending();
    String before = "day < '2026-10-15'";
    String columns = "day, row_no, line_no, team, cost_center, rule, billed_cost, effective_cost";
    List<String> first = current(before, columns);
    Instant date = Instant.parse("2026-10-15T00:00:00Z");
    rules.set(
        AllocationRules.of(
            OwnershipRules.of(
                List.of(
                    rule("new teams", "tag:team:\"vision\"", "perception", date, Instant.MAX),
                    rule("tag", "", "{tag:team}", Instant.MIN, Instant.MAX)))));
    runner.runPending();
    assertThat(current(before, columns)).isEqualTo(first);
    assertThat(current("row_no = 2", "team, rule")).containsExactly("perception\tnew teams");
    assertThat(current("row_no = 3 AND day = '2026-10-20'", "team")).containsExactly("perception");
  }

  @Test
  void a_signed_month_reads_as_it_was_signed_after_a_retroactive_rule() {
    charge("d1", 1, "2026-10-01", "2026-10-02", "30", "Usage", "EC2", "", "vision");
    rows.delivery("d1", "overwrite", 1, 1);
    runner.runPending();
    String signed =
        client.query("SELECT toString(max(recorded_at)) FROM allocation_runs", Map.of()).strip();
    List<String> asSigned = asOf(signed);
    rules.set(
        AllocationRules.of(
            OwnershipRules.of(List.of(rule("all", "", "perception", Instant.MIN, Instant.MAX)))));
    assertThat(runner.runPending()).hasSize(1);
    assertThat(current("1", "team, billed_cost")).containsExactly("perception\t30");
    assertThat(asOf(signed)).isEqualTo(asSigned).isNotEmpty();
  }

  @Test
  void the_same_input_gives_the_same_bytes() {
    rows.inventory("c1", "n1", "i-1");
    for (int device = 0; device < 7; device++) {
      String holders = "['pod:ml/a','pod:ml/b" + device + "','pod:x/c']";
      rows.usage(
          "n1", "g" + device, "2026-10-01 00:00:00", "active", holders, "[1,2,4]", HOUR, 1, 5);
    }
    rows.published("telemetry", 1, 5);
    rows.charge("d1", 1, "2026-10-01 00:00:00", "2026-10-01 01:00:00", "100.01", "known", "i-1");
    charge("d1", 2, "2026-10-01", "2026-10-04", "10", "Usage", "EC2", "vol-1", "vision");
    charge("d1", 3, "2026-10-01", "2026-10-04", "20", "Usage", "EC2", "vol-2", "search");
    charge("d1", 4, "2026-10-01", "2026-10-04", "1.37", "Tax", "EC2", "", "");
    charge("d1", 5, "2026-10-01", "2026-10-04", "-0.11", "Credit", "EC2", "vol-2", "");
    rows.delivery("d1", "overwrite", 1, 5);
    runner.runPending();
    List<String> first = bytes();
    LedgerClient migrator = new LedgerClient(ledger.migrator());
    for (String table :
        List.of(
            "allocation_runs",
            "allocation_cells",
            "allocation_lines",
            "cost_detail_daily",
            "cost_daily")) {
      migrator.execute("TRUNCATE TABLE " + table, Map.of());
    }
    new AllocationRunner(client, rules::get, new DirectPublication(client)).runPending();
    assertThat(bytes()).isEqualTo(first).hasSizeGreaterThan(10);
  }

  /** All of every line but the numbers of its run. */
  private static List<String> bytes() {
    return query(
        "SELECT hex(toString(tuple(* EXCEPT (cell_version)))) FROM allocation_lines ORDER BY day,"
            + " delivery_id, row_no, line_no");
  }

  private static List<String> asOf(String instant) {
    return client
        .query(
            "SELECT * EXCEPT (cell_version) FROM allocation_lines_as_of(as_of ="
                + " {as_of:DateTime64(6, 'UTC')}) ORDER BY day, row_no, line_no",
            Map.of("as_of", instant))
        .lines()
        .toList();
  }
}
