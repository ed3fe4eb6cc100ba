package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.BillFormat;
import io.gpuledger.ingest.bill.NativeBillReader;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.ColumnSlots;
import io.gpuledger.ingest.focus.ColumnValue;
import io.gpuledger.ingest.focus.FocusRow;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.focus.RefusedRow;
import io.gpuledger.ingest.focus.RowHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The declaration for an invoice of Weaviate that the documentation has. */
class WeaviateExampleTest {
  private static final Path PAGE = Path.of("../docs/formats/vectors.md");

  @TempDir private Path directory;

  @Test
  void the_documented_declaration_reads_the_documented_invoice() throws Exception {
    String page = Files.readString(PAGE);
    int yaml = page.indexOf("```yaml\n") + "```yaml\n".length();
    int end = page.indexOf("```\n", yaml);
    String invoice =
        page.substring(end)
            .lines()
            .filter(line -> line.startsWith("    "))
            .map(String::strip)
            .collect(Collectors.joining("\n", "", "\n"));
    BillFormat format =
        ConfigReader.read("f.yaml", page.substring(yaml, end))
            .values()
            .get(0)
            .findSource("weaviate")
            .orElseThrow()
            .declared()
            .orElseThrow();
    List<String> charges = new ArrayList<>();

    new NativeBillReader(format, new ColumnSlots(), false)
        .read(
            BillFile.of(Files.writeString(directory.resolve("i.csv"), invoice)),
            0,
            new RowHandler() {
              @Override
              public void accepted(FocusRow row) {
                charges.add(
                    number(row, FocusColumn.BILLED_COST)
                        + " "
                        + number(row, FocusColumn.CONSUMED_QUANTITY)
                        + " "
                        + cell(row, FocusColumn.CONSUMED_UNIT).text());
              }

              @Override
              public void refused(RefusedRow row) {
                charges.add(row.problem().message());
              }

              @Override
              public void opened(FocusVersion version) {}
            },
            bytes -> {});

    assertThat(charges).containsExactly("61.38 744000000 Dimension-Hours", "0.0372 1488 GB-Hours");
  }

  private static String number(FocusRow row, FocusColumn column) {
    return cell(row, column).exact().stripTrailingZeros().toPlainString();
  }

  private static ColumnValue cell(FocusRow row, FocusColumn column) {
    return Objects.requireNonNull(row.cell(column));
  }
}
