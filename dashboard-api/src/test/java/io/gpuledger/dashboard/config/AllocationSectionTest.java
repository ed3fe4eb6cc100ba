package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.NodeSplitPolicy.Method;
import io.gpuledger.cost.allocation.NodeSplitRules;
import io.gpuledger.cost.allocation.ReferencePrices;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.device.MachineShape;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllocationSectionTest {
  private static AllocationConfig read(String text) {
    return ConfigReader.read("f.yaml", text).values().get(0).allocation();
  }

  private static List<String> faults(String text) {
    return ConfigReader.read("f.yaml", text).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void without_the_section_nothing_is_split() {
    assertThat(read("")).isEqualTo(AllocationConfig.DEFAULT);
    assertThat(read("allocation: {slices: memory}").slices()).isEqualTo(SliceWeighting.MEMORY);
    assertThat(read("allocation: {shares: equal}").shares()).isEqualTo(HolderWeighting.EQUAL);
    assertThat(read("").nodeSplit().splits()).isFalse();
  }

  /** GPU-hours as of an instant are weighed as slices were weighed then. */
  @Test
  void the_rules_that_the_ledger_keeps_say_how_slices_are_weighed() {
    LedgerConfig config =
        ConfigReader.read("f.yaml", "allocation: {slices: compute}").values().get(0);

    LedgerConfig kept = ConfigReader.read("rules", config.rulesText()).values().get(0);

    assertThat(kept.allocationRules().slices()).isEqualTo(SliceWeighting.COMPUTE);
  }

  @Test
  void prices_of_a_currency_replace_the_published_ones_and_machines_add_to_them() {
    NodeSplitRules split =
        read("""
        allocation:
          nodeSplit:
            policy: ratio
            prices:
              - {currency: EUR, perVcpuHour: "0.03", perGibHour: "0.004"}
              - currency: USD
                perVcpuHour: "0.05"
                perGibHour: "0.006"
                perDeviceHour: [{deviceModel: NVIDIA H100, price: "4"}]
            machines:
              - {name: hgx-a, devices: 8, vcpus: 192, memoryGib: 2048}
        """)
            .nodeSplit();
    assertThat(split.method()).isEqualTo(Method.RATIO);
    assertThat(split.prices())
        .containsOnly(
            Map.entry(
                "EUR",
                new ReferencePrices("EUR", Amount.parse("0.03"), Amount.parse("0.004"), Map.of())),
            Map.entry(
                "USD",
                new ReferencePrices(
                    "USD",
                    Amount.parse("0.05"),
                    Amount.parse("0.006"),
                    Map.of("NVIDIA H100", Amount.parse("4")))));
    assertThat(split.shapes().find("HGX-A", Optional.empty()))
        .contains(new MachineShape("hgx-a", 8, 192, 2_048));
    assertThat(read("allocation: {nodeSplit: {policy: residual}}").nodeSplit().prices())
        .containsOnlyKeys("USD");
  }

  @Test
  void each_fault_is_told_at_its_place() {
    assertThat(
            faults(
                """
                allocation:
                  nodeSplit:
                    policy: halves
                    prices:
                      - {currency: USD, perVcpuHour: "0", perGibHour: "0.004"}
                      - {currency: USD, perVcpuHour: "0.1"}
                    machines:
                      - {name: a, devices: 0, vcpus: 1, memoryGib: 1}
                      - {name: A, devices: 1, vcpus: 1, memoryGib: 1}
                """))
        .hasSize(6)
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:3:").contains("all-to-devices"))
        .anySatisfy(fault -> assertThat(fault).contains("f.yaml:5:").contains("price above 0"))
        .anySatisfy(fault -> assertThat(fault).contains("\"perGibHour\" is missing"))
        .anySatisfy(fault -> assertThat(fault).contains("USD has reference prices above"))
        .anySatisfy(fault -> assertThat(fault).contains("whole number from 1"))
        .anySatisfy(fault -> assertThat(fault).contains("\"A\" is taken"));
  }
}
