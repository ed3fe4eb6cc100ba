package io.gpuledger.dashboard.budget.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.money.Amount;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetSheetTest {
  @TempDir Path folder;

  private BudgetSheet csv(String text) throws Exception {
    return BudgetSheet.read(Files.writeString(folder.resolve("b.csv"), text));
  }

  @Test
  void a_row_is_a_team_and_a_column_a_month() throws Exception {
    BudgetSheet sheet =
        csv("team,currency,2026-11,2026-12\n search ,USD,250000,\"300000.50\"\nvision,EUR,,7\n");

    assertThat(sheet.faults()).isEmpty();
    assertThat(sheet.rows())
        .extracting(BudgetSheet.Limits::team)
        .containsExactly("search", "vision");
    assertThat(sheet.rows().get(0).byMonth())
        .isEqualTo(Map.of("2026-11", Amount.of(250_000), "2026-12", Amount.parse("300000.5")));
    assertThat(sheet.rows().get(1).byMonth()).isEqualTo(Map.of("2026-12", Amount.of(7)));
  }

  @Test
  void hours_have_no_currency_and_semicolons_separate_too() throws Exception {
    BudgetSheet sheet = csv("\uFEFFTeam;Unit;Currency;2026-11\r\nsearch;gpu-hours;;500\r\n");

    assertThat(sheet.faults()).isEmpty();
    assertThat(sheet.rows().get(0).unit()).isEqualTo(BudgetUnit.GPU_HOURS);
  }

  @Test
  void a_workbook_has_numbers_and_dates() throws Exception {
    Path file = folder.resolve("b.xlsx");
    try (OutputStream out = Files.newOutputStream(file);
        Workbook workbook = new Workbook(out, "test", "1.0")) {
      Worksheet sheet = workbook.newWorksheet("budget");
      sheet.value(0, 0, "Team");
      sheet.value(0, 1, "Currency");
      sheet.value(0, 2, LocalDate.of(2026, 11, 1));
      sheet.style(0, 2).format("yyyy-mm").set();
      sheet.value(0, 3, "2026-12");
      sheet.value(1, 0, "search");
      sheet.value(1, 1, "USD");
      sheet.value(1, 2, 0.1 + 0.2);
      sheet.value(1, 3, 250_000);
      sheet.value(3, 0, "vision");
      sheet.value(3, 1, "USD");
      sheet.value(3, 3, "many");
    }

    BudgetSheet sheet = BudgetSheet.read(file);

    assertThat(sheet.rows()).hasSize(1);
    assertThat(sheet.rows().get(0).byMonth())
        .isEqualTo(Map.of("2026-11", Amount.parse("0.3"), "2026-12", Amount.of(250_000)));
    assertThat(sheet.faults()).extracting(BudgetSheet.Fault::cell).containsExactly("D4");
  }

  @Test
  void every_fault_stands_at_its_cell() throws Exception {
    BudgetSheet sheet =
        csv(
            """
            team,currency,unit,2026-11,2026-12
            a,usd,,5,5
            ,USD,,5,5
            b,USD,tokens,5,5
            c,USD,,-5,x
            d,USD,,,
            e,USD,,5,5,6
            f,USD,gpu-hours,5,5
            g,USD,,5,5
            g,USD,,5,5
            """);

    assertThat(sheet.faults())
        .extracting(BudgetSheet.Fault::cell)
        .containsExactly("B2", "A3", "C4", "D5", "E5", "A6", "F7", "B8", "A10");
    assertThat(sheet.faults().get(2).message()).contains("no token meters");
    assertThat(sheet.faults().get(8).message()).contains("stands in A9 already");
  }

  @Test
  void a_head_that_is_none_is_told_before_any_row() throws Exception {
    assertThat(csv("name,2026-11,2026-11,Q4\nx,USD,5,5\n").faults())
        .extracting(BudgetSheet.Fault::cell)
        .containsExactly("A1", "C1", "D1");
    assertThat(csv("team,currency\na,USD\n").faults())
        .extracting(BudgetSheet.Fault::cell)
        .containsExactly("B1");
    assertThat(csv("").faults()).extracting(BudgetSheet.Fault::cell).containsExactly("A1");
    assertThat(csv("team,2026-11\n").faults())
        .extracting(BudgetSheet.Fault::cell)
        .containsExactly("A2");
  }

  @Test
  void what_is_no_sheet_or_too_large_is_refused() throws Exception {
    byte[] bytes = new byte[600];
    Arrays.fill(bytes, (byte) 0xff);
    Path binary = Files.write(folder.resolve("b.bin"), bytes);
    assertThatThrownBy(() -> BudgetSheet.read(binary)).isInstanceOf(SheetRefusedException.class);

    Path large = Files.write(folder.resolve("l.csv"), new byte[SheetFile.MAX_BYTES + 1]);
    assertThatThrownBy(() -> BudgetSheet.read(large)).hasMessageContaining("longer than");

    assertThatThrownBy(() -> csv("team,2026-11\n" + "a,5\n".repeat(SheetFile.MAX_ROWS)))
        .hasMessageContaining("rows");
    assertThatThrownBy(() -> csv("team" + ",x".repeat(SheetFile.MAX_COLUMNS)))
        .hasMessageContaining("columns");
    assertThatThrownBy(() -> csv("team,\"2026-11\na,5\n")).hasMessageContaining("quote");
  }

  @Test
  void an_archive_that_unfolds_without_end_is_refused() throws Exception {
    Path bomb = folder.resolve("bomb.xlsx");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 130; i++) {
        zip.write(zeros);
      }
    }
    assertThatThrownBy(() -> BudgetSheet.read(bomb)).hasMessageContaining("unfolds");

    Path other = folder.resolve("other.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(other))) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
      zip.write(List.of("x").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> BudgetSheet.read(other)).hasMessageContaining("not a workbook");
  }
}
