package io.gpuledger.dashboard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BillToDateTest {
  private static final FocusPlan PLAN =
      FocusPlan.of(5, FocusShape.AWS_1_2, YearMonth.of(2026, 11), 2_000);

  @TempDir Path folder;

  @Test
  void only_charges_that_have_ended_are_billed() throws IOException {
    Path file = folder.resolve("bill.csv");
    long rows = BillToDate.write(PLAN, Instant.parse("2026-11-12T00:00:00Z"), file);

    List<String> lines = Files.readAllLines(file);
    int end = List.of(lines.get(0).split(",", -1)).indexOf("ChargePeriodEnd");
    assertThat(rows).isPositive().isEqualTo(lines.size() - 1L);
    assertThat(lines.subList(1, lines.size()))
        .allSatisfy(
            line -> assertThat(line.split(",", -1)[end]).isLessThanOrEqualTo("2026-11-12T00:00"));
    assertThat(folder)
        .isDirectoryContaining("glob:**/bill.csv")
        .isDirectoryNotContaining("glob:**.whole");
  }

  @Test
  void a_month_that_is_over_is_billed_whole() throws IOException {
    Path file = folder.resolve("bill.csv");
    BillToDate.write(PLAN, Instant.parse("2027-01-01T00:00:00Z"), file);
    Path whole = folder.resolve("whole.csv");
    FocusGenerator.write(PLAN, whole);
    assertThat(file).hasSameTextualContentAs(whole);
  }

  @Test
  void a_month_that_has_not_begun_has_no_charge() throws IOException {
    Path file = folder.resolve("bill.csv");
    assertThat(BillToDate.write(PLAN, Instant.parse("2026-11-01T00:00:00Z"), file)).isZero();
  }
}
