package io.gpuledger.ingest.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.BillFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BilledDaysTest {
  private static final String DAY = "2026-10-05";
  private static final long SECOND_FILE = 1L << 32;
  private static final List<SetPart> PARTS = List.of(part("a.json"), part("b.json"));

  private final BilledDays reports = new BilledDays();

  private static SetPart part(String name) {
    return new SetPart(BillFile.of(Path.of(name)), "", "", true);
  }

  @Test
  void lines_of_one_file_and_days_of_their_own_are_one_answer() {
    reports.learn(1, DAY, "");
    reports.learn(2, DAY, "");
    reports.learn(SECOND_FILE + 1, "2026-10-06", "");
    reports.settle(UnaryOperator.identity());

    assertThat(reports.refusals(PARTS)).isEmpty();
    assertThat(reports.has(DAY, "")).isTrue();
    assertThat(reports.has("2026-10-07", "")).isFalse();
  }

  @Test
  void the_first_day_that_two_files_bill_is_told_of_the_later_one() {
    reports.learn(SECOND_FILE + 1, "2026-10-06", "");
    reports.learn(SECOND_FILE + 2, DAY, "");
    reports.learn(1, "2026-10-06", "");
    reports.learn(2, DAY, "");
    reports.settle(UnaryOperator.identity());

    assertThat(reports.refusals(PARTS)).containsOnlyKeys(1);
    assertThat(reports.refusals(PARTS).get(1).message()).contains(DAY);
    assertThat(reports.refusals(PARTS).get(1).location().input()).isEqualTo("b.json");
  }

  @Test
  void days_of_two_organisations_are_two_and_one_that_is_not_named_is_the_known_one() {
    reports.learn(1, DAY, "org-1");
    reports.learn(SECOND_FILE + 1, DAY, "org-2");
    reports.settle(UnaryOperator.identity());
    assertThat(reports.refusals(PARTS)).isEmpty();
    assertThat(reports.has(DAY, "org-2")).isTrue();
    assertThat(reports.has(DAY, "org-3")).isFalse();

    BilledDays named = new BilledDays();
    named.learn(1, DAY, "org-1");
    named.learn(SECOND_FILE + 1, DAY, "");
    named.settle(own -> own.isEmpty() ? "org-1" : own);
    assertThat(named.refusals(PARTS)).containsOnlyKeys(1);
  }

  @Test
  void one_line_too_many_refuses_its_file() {
    for (int i = 1; i <= SharedMoney.MAX_PARTS; i++) {
      reports.learn(i, DAY, "");
    }
    reports.settle(UnaryOperator.identity());
    assertThat(reports.refusals(PARTS)).isEmpty();

    reports.learn(SECOND_FILE + 1, "2026-10-06", "");

    assertThat(reports.refusals(PARTS)).containsOnlyKeys(1);
    assertThat(reports.refusals(PARTS).get(1).code()).isEqualTo(ProblemCode.INPUT_TOO_LARGE);
  }
}
