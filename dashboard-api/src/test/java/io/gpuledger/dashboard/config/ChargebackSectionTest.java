package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.chargeback.ChargeRule;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.chargeback.CommitmentBenefit;
import io.gpuledger.cost.chargeback.Spread;
import io.gpuledger.cost.filter.GroupKey.Name;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChargebackSectionTest {
  private static final String POLICY =
      """
      chargeback:
        - name: fy26
          from: 2026-01-01
          rules:
            - name: unused GPUs
              match: 'state:"unallocated"'
              spread: direct-gpu-cost
              within: [cluster, deviceModel]
            - name: unused commitments
              match: 'state:"unused_commitment"'
              chargeTo: platform/CC-9
            - name: support
              match: 'service:"Support"'
              shares:
                - {team: vision, percent: 62.5}
                - {team: search, percent: "37.5"}
            - name: not seen
              match: 'state:"unobserved"'
              ownLine: true
          commitmentBenefit: purchaser
          purchaser: platform
          internalRates:
            - {deviceModel: NVIDIA H100, currency: USD, perDeviceHour: "2.50"}
          recovery: platform
          showback: [sandbox]
      """;

  @Test
  void a_policy_is_read_whole() {
    ChargebackPolicy policy = read(POLICY).chargeback().get(0);

    assertThat(policy.name()).isEqualTo("fy26");
    assertThat(policy.from()).isEqualTo(LocalDate.of(2026, 1, 1));
    assertThat(policy.to()).isEqualTo(LocalDate.MAX);
    assertThat(policy.rules())
        .extracting(ChargeRule::effect)
        .containsExactly(
            ChargeRule.Effect.SPREAD,
            ChargeRule.Effect.CHARGE_PARTY,
            ChargeRule.Effect.SPREAD,
            ChargeRule.Effect.OWN_LINE);
    Spread spread = policy.rules().get(0).spread().orElseThrow();
    assertThat(spread.by()).isEqualTo(Spread.By.DIRECT_GPU_COST);
    assertThat(spread.within()).containsExactly(Name.CLUSTER, Name.DEVICE_MODEL);
    assertThat(policy.rules().get(1).party().orElseThrow().costCenter()).isEqualTo("CC-9");
    assertThat(policy.benefit().kind()).isEqualTo(CommitmentBenefit.Kind.PURCHASER);
    assertThat(policy.price().orElseThrow().recovery().team()).isEqualTo("platform");
    assertThat(policy.showback()).containsExactly("sandbox");
  }

  @Test
  void each_fault_is_told_with_its_place() {
    String text =
        """
        chargeback:
          - name: a
            rules:
              - name: two effects
                match: ''
                chargeTo: platform
                spread: even
              - name: pods
                match: 'namespace:"x"'
                spread: even
              - name: shares
                match: ''
                shares: [{team: a, percent: 50}, {team: b, percent: 49}]
              - name: pool
                match: ''
                spread: even
                within: [namespace]
            commitmentBenefit: purchaser
            internalRates:
              - {deviceModel: H100, currency: USD, perDeviceHour: "2"}
          - name: b
            from: 2026-01-01
        """;

    assertThat(faults(text))
        .containsExactly(
            "f:2: \"internalRates\" and the team that bears what they miss come together",
            "f:4: give one of \"ownLine\", \"chargeTo\", \"spread\" and \"shares\"",
            "f:9: rule pods looks at namespace, which daily sums do not have",
            "f:13: the percents sum to 99, not to 100",
            "f:17: expected a group key such as cluster",
            "f:18: \"purchaser\" names the team where the benefit is a purchaser's",
            "f:22: policy b begins on 2026-01-01, when another still holds");
  }

  private static LedgerConfig read(String text) {
    return ConfigReader.read("f", text).values().get(0);
  }

  private static List<String> faults(String text) {
    return ConfigReader.read("f", text).problems().stream()
        .map(problem -> "f:" + problem.location().line() + ": " + problem.message())
        .toList();
  }
}
