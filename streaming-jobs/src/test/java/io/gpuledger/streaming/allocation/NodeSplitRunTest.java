package io.gpuledger.streaming.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.NodeSplitPolicy.Method;
import io.gpuledger.cost.allocation.NodeSplitRules;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.allocation.ReferencePrices;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.device.MachineShapes;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.streaming.publish.RunDraft;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What of a machine is GPU, CPU and memory, from the bill to the lines. */
@Tag("live")
class NodeSplitRunTest extends LedgerTestbed {
  private static final long HOUR = 3_600_000_000_000L;
  private static final String P5 = "{\"InstanceType\":\"p5.48xlarge\"}";

  private final AtomicReference<AllocationRules> rules =
      new AtomicReference<>(split(Method.RESIDUAL));
  private final AllocationRunner runner =
      new AllocationRunner(client, rules::get, new DirectPublication(client));
  private final LedgerRows rows = new LedgerRows(client);

  @BeforeEach
  void fill() {
    rows.inventory("c1", "n1", "i-1");
    for (int device = 0; device < 8; device++) {
      String holders = device < 6 ? "['pod:ml/a']" : "[]";
      rows.usage(
          "n1",
          "g" + device,
          "2026-10-01 00:00:00",
          device < 6 ? "active" : "unallocated",
          holders,
          device < 6 ? "[1]" : "[]",
          HOUR,
          1,
          5);
    }
    rows.published("telemetry", 1, 5);
  }

  @Test
  void a_gpu_does_not_deflate_the_cpu_of_its_machine() {
    // opencost#2029: normalised over ratios, a vCPU of this machine costs a twentieth.
    machine(1, "55.04", "55.04", "Usage");
    rows.delivery("d1", "overwrite", 1, 1);
    runner.runPending();
    assertThat(components("billed_cost"))
        .containsExactly("cpu\t6.069312", "gpu\t40.293312", "memory\t8.677376");
    assertThat(
            query(
                "SELECT component, state, holder, device_nanos, billed_cost FROM allocation_lines"
                    + " ORDER BY line_no"))
        .containsExactly(
            "gpu\tactive\tpod:ml/a\t21600000000000\t30.219984",
            "gpu\tunallocated\t-\t7200000000000\t10.073328",
            "cpu\tnot_gpu\t-\t0\t1.517328",
            "cpu\tnot_gpu\tpod:ml/a\t0\t4.551984",
            "memory\tnot_gpu\t-\t0\t2.169344",
            "memory\tnot_gpu\tpod:ml/a\t0\t6.508032");
    assertThat(query("SELECT DISTINCT split_rule FROM allocation_lines"))
        .containsExactly(
            "residual for p5.48xlarge: 192 vCPU at 0.031611, 2048 GiB at 0.004237 USD an hour");
  }

  @Test
  void a_spot_machine_and_a_covered_one_never_cost_more_than_billed() {
    // opencost#3839, #2901: reference prices of 14.75 an hour never add to a spot price of 1.
    machine(1, "1", "1", "Usage");
    machine(2, "0", "20", "Usage");
    rows.delivery("d1", "overwrite", 1, 2);
    runner.runPending();
    assertThat(
            query(
                "SELECT row_no, sum(billed_cost), sum(effective_cost) FROM allocation_lines"
                    + " GROUP BY row_no ORDER BY row_no"))
        .containsExactly("1\t1\t1", "2\t0\t20");
    assertThat(query("SELECT count() FROM allocation_lines WHERE billed_cost < 0"))
        .containsExactly("0");
    assertThat(
            query(
                "SELECT component, sum(billed_cost) FROM allocation_lines WHERE row_no = 1 AND"
                    + " component = 'gpu' GROUP BY component"))
        .containsExactly("gpu\t0");
  }

  @Test
  void a_new_gpu_family_is_unpriced_and_not_free() {
    // opencost#2215
    ReferencePrices known =
        new ReferencePrices(
            "USD",
            Amount.parse("0.031611"),
            Amount.parse("0.004237"),
            Map.of("NVIDIA K80", Amount.parse("0.95")));
    rules.set(rules(NodeSplitRules.of(Method.RATIO, List.of(known), MachineShapes.STANDARD)));
    machine(1, "55.04", "55.04", "Usage");
    rows.delivery("d1", "overwrite", 1, 1);
    runner.runPending();
    assertThat(components("billed_cost")).contains("gpu\t40.293312");
    assertThat(query("SELECT DISTINCT split_rule FROM allocation_lines"))
        .singleElement()
        .asString()
        .startsWith("residual (NVIDIA H100 is unpriced) for p5.48xlarge");
  }

  @Test
  void a_credit_of_the_month_on_the_machine_is_divided_like_it() {
    machine(2, "-5.504", "-5.504", "Credit");
    machine(1, "55.04", "55.04", "Usage");
    rows.delivery("d1", "overwrite", 1, 2);
    runner.runPending();
    assertThat(
            query(
                "SELECT component, sum(billed_cost), sum(device_nanos) FROM allocation_lines WHERE"
                    + " row_no = 2 GROUP BY component ORDER BY component"))
        .containsExactly("cpu\t-0.6069312\t0", "gpu\t-4.0293312\t0", "memory\t-0.8677376\t0");
  }

  @Test
  void the_numbers_of_the_bill_come_before_published_ones_and_odd_ones_are_passed_over() {
    machine(
        1,
        "10",
        "10",
        "Usage",
        "{\"InstanceType\":\"p5.48xlarge\",\"CoreCount\":100,\"MemorySize\":\"1000\"}");
    machine(
        2,
        "10",
        "10",
        "Usage",
        "{\"InstanceType\":\"x\",\"CoreCount\":\"many\",\"MemorySize\":-1}");
    rows.delivery("d1", "overwrite", 1, 2);
    runner.runPending();
    assertThat(query("SELECT DISTINCT row_no, split_rule FROM allocation_lines ORDER BY row_no"))
        .containsExactly(
            "1\tresidual for the machine on the bill: 100 vCPU at 0.031611, 1000 GiB at 0.004237"
                + " USD an hour",
            "2\tall to the devices: what the machine holds is not known");
  }

  @Test
  void another_policy_makes_all_lines_anew_and_the_daily_sums_by_owner_stay() {
    machine(1, "55.04", "55.04", "Usage");
    rows.delivery("d1", "overwrite", 1, 1);
    rules.set(rules(NodeSplitRules.DEFAULT));
    runner.runPending();
    assertThat(components("billed_cost")).containsExactly("gpu\t55.04");
    rules.set(split(Method.RESIDUAL));
    assertThat(runner.runPending()).extracting(RunDraft::reason).containsExactly("rules");
    assertThat(
            query(
                "SELECT cell_version, sum(toDecimal256(billed_cost, 18)) FROM cost_daily GROUP BY"
                    + " cell_version ORDER BY cell_version"))
        .extracting(line -> line.substring(line.indexOf('\t') + 1))
        .containsExactly("55.04", "55.04");
    assertThat(runner.runPending()).isEmpty();
  }

  private static AllocationRules split(Method method) {
    return rules(
        NodeSplitRules.of(method, List.of(ReferencePrices.PUBLISHED), MachineShapes.STANDARD));
  }

  private static AllocationRules rules(NodeSplitRules split) {
    return new AllocationRules(
        OwnershipRules.NONE, SliceWeighting.DOMINANT, HolderWeighting.MEASURED, split);
  }

  private static void machine(int row, String billed, String effective, String category) {
    machine(row, billed, effective, category, P5);
  }

  /** An hour of a machine of eight. */
  private static void machine(
      int row, String billed, String effective, String category, String details) {
    client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, charge_period_start, charge_period_end,"
            + " billing_period_start, billing_period_end, x_accelerator, x_device_count,"
            + " x_device_model, resource_id, charge_category, sku_price_details) SELECT 's', 'd1',"
            + " {row:UInt64}, 'a', 'USD', toDecimal128({billed:String}, 18),"
            + " toDecimal128({effective:String}, 18), '2026-10-01 00:00:00', '2026-10-01 01:00:00',"
            + " '2026-10-01', '2026-11-01', 'known', 8, 'NVIDIA H100', 'i-1', {category:String},"
            + " {details:String}",
        Map.of(
            "row",
            String.valueOf(row),
            "billed",
            billed,
            "effective",
            effective,
            "category",
            category,
            "details",
            details));
  }

  private static List<String> components(String cost) {
    return query(
        "SELECT component, sum(toDecimal256("
            + cost
            + ", 18)) FROM allocation_lines WHERE cell_version = (SELECT max(cell_version) FROM"
            + " allocation_cells) GROUP BY component ORDER BY component");
  }
}
