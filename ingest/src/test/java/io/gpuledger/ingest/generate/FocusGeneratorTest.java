package io.gpuledger.ingest.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FocusGeneratorTest {
  @ParameterizedTest
  @EnumSource(FocusShape.class)
  void the_same_plan_gives_the_same_bytes(FocusShape shape) throws IOException {
    FocusPlan plan = FocusPlan.of(7, shape, YearMonth.of(2026, 10), 500);
    StringWriter first = new StringWriter();
    StringWriter second = new StringWriter();

    FocusTruth truth = FocusGenerator.write(plan, first);

    assertThat(FocusGenerator.write(plan, second)).isEqualTo(truth);
    assertThat(second).hasToString(first.toString());
    assertThat(first.toString().lines()).hasSize(501);
    assertThat(truth.rows()).isEqualTo(500);
    assertThat(truth.byCurrency()).containsOnlyKeys("USD", "EUR");
  }

  @Test
  void a_restatement_keeps_the_rows_and_changes_the_sums() throws IOException {
    FocusPlan plan = FocusPlan.of(7, FocusShape.AWS_1_2, YearMonth.of(2026, 10), 500);

    FocusTruth first = FocusGenerator.write(plan, new StringWriter());
    FocusTruth restated = FocusGenerator.write(plan.restated(1), new StringWriter());

    assertThat(restated.rows()).isEqualTo(first.rows());
    assertThat(restated.byCurrency()).isNotEqualTo(first.byCurrency());
  }

  @Test
  void a_bill_with_more_rows_than_machine_hours_has_each_hour_of_each_machine_once()
      throws IOException {
    List<GpuNode> nodes = FocusPlan.nodes(3, FocusShape.AWS_1_2, List.of("a", "b"), 2);
    FocusPlan plan =
        new FocusPlan(
            3,
            FocusShape.AWS_1_2,
            YearMonth.of(2026, 2),
            5_000,
            List.of(new FocusPlan.Account("1", "USD")),
            List.of("a", "b"),
            nodes,
            0);
    StringWriter bill = new StringWriter();
    FocusGenerator.write(plan, bill);

    List<String> lines = bill.toString().lines().toList();
    int start = List.of(lines.get(0).split(",", -1)).indexOf("ChargePeriodStart");
    List<String> hours =
        lines.stream()
            .filter(line -> line.contains(",On Demand Linux "))
            .map(line -> machine(line, nodes) + " " + line.split(",", -1)[start])
            .toList();

    assertThat(hours).hasSize(2 * 28 * 24).doesNotHaveDuplicates();
  }

  private static String machine(String line, List<GpuNode> nodes) {
    return nodes.stream().map(GpuNode::resourceId).filter(line::contains).findFirst().orElseThrow();
  }
}
