package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.Rollover;
import io.gpuledger.cost.money.Amount;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BudgetSectionTest {
  private static List<String> messages(String text) {
    return ConfigReader.read("gpuledger.yaml", text).problems().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void the_example_has_budgets_of_every_form() throws Exception {
    List<LedgerConfig.Budget> budgets =
        ConfigReader.read("example", Files.readString(ConfigReaderTest.EXAMPLE))
            .values()
            .get(0)
            .budgets();

    assertThat(budgets.get(0).plan()).isEqualTo(BudgetPlan.DEFAULT);
    assertThat(budgets.get(1).plan())
        .isEqualTo(
            new BudgetPlan(
                PeriodRule.fiscal(PeriodKind.MONTH),
                BudgetUnit.MONEY,
                new Counted(Counted.Metric.EFFECTIVE, Set.of(ChargePart.TAX, ChargePart.SUPPORT)),
                new TreeMap<>(
                    Map.of("FY2026-P11", Amount.of(120_000), "FY2026-P12", Amount.of(60_000))),
                new Rollover(Rollover.Mode.UNSPENT, Amount.of(20_000)),
                true,
                new BudgetPlan.People("grace@example.com", "cfo@example.com", "CC-4100")));
    assertThat(budgets.get(2).plan().period())
        .isEqualTo(PeriodRule.rolling(7, ZoneId.of("Europe/Berlin")));
    assertThat(budgets.get(2).plan().unit()).isEqualTo(BudgetUnit.GPU_HOURS);
    assertThat(budgets.get(2).effectiveFrom())
        .isEqualTo(Optional.of(Instant.parse("2026-11-30T23:00:00Z")));
    assertThat(budgets.get(3).plan().period())
        .isEqualTo(
            PeriodRule.project(
                LocalDate.of(2026, 11, 2), LocalDate.of(2027, 3, 1), PeriodRule.UTC));
  }

  @Test
  void what_cannot_be_is_told_at_its_place() {
    String text =
        """
        budgets:
          - name: a
            currency: USD
            limit: 5
            unit: tokens
            include:
              refunds: false
              sharedShare: false
          - name: b
            currency: USD
            limit: 5
            period: fortnightly
          - name: c
            limit: 5
            unit: gpu-hours
            period: rolling
            limits:
              2026-11: 7
          - name: d
            currency: USD
            limit: 5
            limits:
              2026-13: 7
              2026-12: none
            rollover: {mode: unspent}
        """;

    assertThat(messages(text))
        .anyMatch(m -> m.startsWith("gpuledger.yaml:5:11 ") && m.contains("no token meters"))
        .anyMatch(m -> m.startsWith("gpuledger.yaml:7:16 ") && m.contains("refunds always count"))
        .anyMatch(m -> m.startsWith("gpuledger.yaml:8:20 ") && m.contains("shares always count"))
        .anyMatch(m -> m.startsWith("gpuledger.yaml:12:13 ") && m.contains("quarterly"))
        .anyMatch(m -> m.contains("budgets[2].days") && m.contains("1 to 400 days"))
        .anyMatch(m -> m.startsWith("gpuledger.yaml:18:7 ") && m.contains("budgets[2].limits"))
        .anyMatch(m -> m.startsWith("gpuledger.yaml:24:16 ") && m.contains("2026-12"))
        .anyMatch(m -> m.contains("\"2026-13\" is not a period such as 2026-11"))
        .anyMatch(m -> m.startsWith("gpuledger.yaml:25:15 ") && m.contains("needs a cap"));
  }
}
