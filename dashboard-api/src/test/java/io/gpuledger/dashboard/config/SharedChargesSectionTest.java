package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.allocation.SharedCharge;
import io.gpuledger.cost.allocation.SharedChargeRule;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What one account is billed for others, and what of an import is far less, as configured. */
class SharedChargesSectionTest {
  private static List<String> faults(String text) {
    return ConfigReader.read("f.yaml", text).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void an_entry_names_the_accounts_that_it_covers_or_all() {
    LedgerConfig config =
        ConfigReader.read(
                "f.yaml",
                """
                allocation:
                  sharedCharges:
                    - {source: aws, billedIn: "111", covers: [222, "333"], from: 2026-10-01}
                    - {source: aws, billedIn: "999", covers: all, kinds: [tax, credit], to: 2027-01-01}
                """)
            .values()
            .get(0);

    assertThat(config.allocationRules().sharedCharges().rules())
        .containsExactly(
            new SharedChargeRule(
                "aws",
                "111",
                Optional.of(new TreeSet<>(List.of("222", "333"))),
                Set.of(SharedCharge.SUPPORT),
                LocalDate.of(2026, 10, 1),
                LocalDate.MAX),
            new SharedChargeRule(
                "aws",
                "999",
                Optional.empty(),
                Set.of(SharedCharge.TAX, SharedCharge.CREDIT),
                LocalDate.MIN,
                LocalDate.of(2027, 1, 1)));
  }

  @Test
  void every_fault_is_named_with_its_place() {
    assertThat(
            faults(
                """
                allocation:
                  sharedCharges:
                    - source: aws
                      billedIn: a
                      covers: some
                      kinds: [support, gift]
                    - billedIn: b
                      covers: []
                      from: 2026-10-01
                      to: 2026-10-01
                    - {source: aws, billedIn: c}
                """))
        .satisfiesExactlyInAnyOrder(
            fault -> assertThat(fault).contains("f.yaml:5:15", "covers", "expected a list"),
            fault -> assertThat(fault).contains("f.yaml:6:24", "kinds", "credit, tax, support"),
            fault -> assertThat(fault).contains("f.yaml:7:", "\"source\" is missing"),
            fault -> assertThat(fault).contains("f.yaml:11:", "\"covers\" is missing"));
    assertThat(
            faults(
                """
                allocation:
                  sharedCharges:
                    - {source: s, billedIn: b, covers: [], from: 2026-10-01, to: 2026-10-01}
                """))
        .satisfiesExactlyInAnyOrder(
            fault -> assertThat(fault).contains("covers", "names no account"),
            fault -> assertThat(fault).contains("to", "is not after"));
  }

  @Test
  void two_entries_for_one_kind_of_charge_on_the_same_days_are_a_fault() {
    String first = "    - {source: s, billedIn: b, covers: all, to: 2026-10-02}\n";
    assertThat(
            faults(
                "allocation:\n  sharedCharges:\n"
                    + first
                    + "    - {source: s, billedIn: b, covers: [c], from: 2026-10-01}\n"))
        .singleElement()
        .asString()
        .contains("f.yaml:4:", "billedIn", "has an entry above");
    assertThat(
            faults(
                "allocation:\n  sharedCharges:\n"
                    + first
                    + "    - {source: s, billedIn: b, covers: [c], from: 2026-10-02}\n"
                    + "    - {source: s, billedIn: b, covers: [c], kinds: [tax]}\n"))
        .isEmpty();
  }

  @Test
  void what_is_far_less_is_half_unless_a_source_says_so() {
    assertThat(share("")).isEqualTo(Amount.parse("0.5"));
    assertThat(share(", farLessThan: 0.9")).isEqualTo(Amount.parse("0.9"));
    assertThat(share(", farLessThan: 0")).isEqualTo(Amount.ZERO);
    assertThat(faults("sources: [{name: s, kind: bills, farLessThan: 1.5}]"))
        .containsExactly(
            "f.yaml:1:47 sources[0].farLessThan: \"1.5\" is not a share from 0 to 1, such as 0.5");
  }

  private static Amount share(String key) {
    return ConfigReader.read("f.yaml", "sources: [{name: s, kind: bills" + key + "}]")
        .values()
        .get(0)
        .sources()
        .get(0)
        .farLessThan();
  }
}
