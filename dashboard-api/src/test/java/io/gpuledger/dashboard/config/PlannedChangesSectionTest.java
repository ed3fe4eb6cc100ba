package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannedChangesSectionTest {
  private static List<String> messages(String text) {
    return ConfigReader.read("f", text).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void a_stop_is_an_amount_below_zero_that_need_not_end() {
    String text =
        """
        plannedChanges:
          - {budget: search-gpus, from: 2026-12-01, perDay: "-1200.50", owner: vision}
        """;
    assertThat(messages(text)).isEmpty();
    PlannedSpend planned = ConfigReader.read("f", text).values().get(0).planned().get(0);
    assertThat(planned.budget()).isEqualTo("search-gpus");
    assertThat(planned.change().perDay()).isEqualTo(Amount.parse("-1200.5"));
    assertThat(planned.change().from()).isEqualTo(LocalDate.of(2026, 12, 1));
    assertThat(planned.change().until()).isAfter(LocalDate.of(2100, 1, 1));
    assertThat(planned.change().owner()).isEqualTo("vision");
  }

  @Test
  void every_fault_is_told_with_its_place() {
    assertThat(
            messages(
                """
                plannedChanges:
                  - {budget: a, from: 2026-12-01, until: 2026-12-01, perDay: "5", owner: x}
                  - {budget: a, from: tomorrow, perDay: "0", owner: x}
                  - {from: 2026-12-01, perDay: "1e13"}
                """))
        .anySatisfy(m -> assertThat(m).contains("2:").contains("must be later than \"from\""))
        .anySatisfy(m -> assertThat(m).contains("3:").contains("a date such as 2026-12-01"))
        .anySatisfy(m -> assertThat(m).contains("3:").contains("an amount a day"))
        .anySatisfy(m -> assertThat(m).contains("4:").contains("\"budget\" is missing"))
        .anySatisfy(m -> assertThat(m).contains("4:").contains("an amount a day"))
        .anySatisfy(m -> assertThat(m).contains("4:").contains("\"owner\" is missing"));
  }
}
