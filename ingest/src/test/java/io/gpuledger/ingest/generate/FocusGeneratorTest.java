package io.gpuledger.ingest.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.time.YearMonth;
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
}
