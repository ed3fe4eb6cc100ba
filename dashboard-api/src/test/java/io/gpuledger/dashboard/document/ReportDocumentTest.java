package io.gpuledger.dashboard.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.parser.PdfTextExtractor;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.dashboard.document.ReportDocument.Facts;
import io.gpuledger.dashboard.document.ReportDocument.Place;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import io.gpuledger.ingest.focus.BillFile;
import io.gpuledger.ingest.focus.RawFile;
import io.gpuledger.ingest.focus.RawHandler;
import io.gpuledger.ingest.focus.RawRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportDocumentTest {
  private static final String EXACT = "1234567890.123456789012345678";

  private static final List<Column> COLUMNS =
      List.of(
          Column.mark("line"),
          Column.text("team", "Team"),
          Column.text("currency", "Currency"),
          Column.money("cost", "Cost"),
          Column.quantity("hours", "Hours"),
          Column.ratio("share", "Share"));

  private static Row row(String team, String cost) {
    return Row.of(List.of("line", team, "USD", cost, "1234.500", "0.3333"));
  }

  private static ReportDocument document(List<Row> rows) {
    return new ReportDocument(
        "sample",
        "Sample report",
        "2026-10",
        "2026-11-02T00:00:00Z",
        List.of(
            Table.of("Teams", COLUMNS, rows),
            new Facts(List.of(List.of("note", "=1+1")), Place.JOINED),
            Facts.of(List.of(List.of("as_of", "2026-11-02T00:00:00Z")))));
  }

  @Test
  void csv_has_an_empty_line_between_sections_and_no_formula() {
    String csv = new String(document(List.of(row("-x", "-1.5"))).toCsv(), StandardCharsets.UTF_8);
    assertThat(List.of(csv.split("\r\n", -1)))
        .containsExactly(
            "line,team,currency,cost,hours,share",
            "line,'-x,USD,-1.5,1234.500,0.3333",
            "note,'=1+1",
            "",
            "as_of,2026-11-02T00:00:00Z",
            "");
  }

  @Test
  void a_negative_amount_among_the_notes_stays_a_number() throws IOException {
    ReportDocument credit =
        new ReportDocument(
            "sample",
            "Sample report",
            "2026-10",
            "2026-11-02T00:00:00Z",
            List.of(
                Facts.of(
                    List.of(List.of("unconverted", "JPY", "-1000.5"), List.of("note", "-1+1")))));
    assertThat(new String(credit.toCsv(), StandardCharsets.UTF_8))
        .isEqualTo("unconverted,JPY,-1000.5\r\nnote,'-1+1\r\n");
    assertThat(unzipped(credit.in(Format.XLSX)).getOrDefault("xl/sharedStrings.xml", ""))
        .contains(">-1000.5<", ">'-1+1<");
  }

  @Test
  void a_workbook_holds_numbers_that_are_exact_and_says_where_it_cannot() throws IOException {
    Map<String, String> parts =
        unzipped(document(List.of(row("vision", EXACT), row("speech", "-0.1"))).in(Format.XLSX));
    String sheet = parts.getOrDefault("xl/worksheets/sheet1.xml", "");
    String texts = parts.getOrDefault("xl/sharedStrings.xml", "");

    assertThat(texts).contains("Cost (15 digits)", "Cost (exact text)", EXACT, "-0.1");
    assertThat(sheet).contains("<v>1234567890.12346</v>", "<v>-0.1</v>", "<v>1234.500</v>");
    assertThat(sheet).as("the mark of CSV is no column").doesNotContain("r=\"G1\"");
    assertThat(sheet).contains("frozen");
    assertThat(texts).contains("1 numbers have more than 15 digits");
  }

  @Test
  void amounts_of_fifteen_digits_need_no_second_column() throws IOException {
    Map<String, String> parts =
        unzipped(document(List.of(row("vision", "1234567890.12345"))).in(Format.XLSX));
    assertThat(parts.getOrDefault("xl/worksheets/sheet1.xml", ""))
        .contains("<v>1234567890.12345</v>");
    assertThat(parts.getOrDefault("xl/sharedStrings.xml", ""))
        .doesNotContain("exact text")
        .contains("Every number is exact");
  }

  @Test
  void a_workbook_runs_no_text_as_a_formula() throws IOException {
    Map<String, String> parts =
        unzipped(
            document(
                    List.of(
                        row("=HYPERLINK(\"x\")", "1"),
                        row("+1", "1"),
                        row("-2", "1"),
                        row("@SUM(A1)", "1")))
                .in(Format.XLSX));
    parts.forEach((name, text) -> assertThat(text).as(name).doesNotContain("<f>"));
    assertThat(parts.getOrDefault("xl/sharedStrings.xml", ""))
        .contains(">'=HYPERLINK(", ">'+1<", ">'-2<", ">'@SUM(A1)<", ">'=1+1<");
  }

  @Test
  void an_unknown_amount_is_an_empty_cell_and_a_dash_on_paper() throws IOException {
    ReportDocument document = document(List.of(row("vision", "")));
    assertThat(unzipped(document.in(Format.XLSX)).getOrDefault("xl/worksheets/sheet1.xml", ""))
        .contains("<c r=\"C2\" s=\"2\"></c>");
    assertThat(page(document.in(Format.PDF), 1)).contains("–");
  }

  @Test
  void pages_have_their_number_and_the_header_of_the_table() throws IOException {
    List<Row> rows =
        new ArrayList<>(IntStream.range(0, 120).mapToObj(i -> row("team-" + i, "1.005")).toList());
    rows.add(Row.total(List.of("line", "Total", "USD", "120.6")));
    byte[] pdf = document(rows).in(Format.PDF);
    int pages = new PdfReader(pdf).getNumberOfPages();

    assertThat(pages).isGreaterThan(2);
    for (int i = 1; i <= pages; i++) {
      assertThat(page(pdf, i)).contains("Page " + i + " of", "Sample report", "2026-10");
    }
    assertThat(page(pdf, 2)).contains("Team", "Currency", "Cost");
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= pages; i++) {
      all.append(page(pdf, i));
    }
    Matcher amounts = Pattern.compile("\\b1\\.0[01]\\b").matcher(all);
    long cents = 0;
    int shown = 0;
    while (amounts.find()) {
      cents += amounts.group().equals("1.01") ? 101 : 100;
      shown++;
    }
    assertThat(shown).isEqualTo(120);
    assertThat(cents).as("the shown rows add up to the shown total").isEqualTo(12_060);
    assertThat(all).contains("120.60", "33.3 %", "1,234.500");
  }

  @Test
  void letters_beyond_latin_are_printed_and_signs_without_a_glyph_are_named() throws IOException {
    String page = page(document(List.of(row("Команда Ω", "1"), row("東京", "1"))).in(Format.PDF), 1);
    assertThat(page).contains("Команда", "Ω").contains("[U+6771]").contains("[U+4EAC]");
  }

  @Test
  void a_wide_table_comes_in_parts_with_the_names_of_its_rows() throws IOException {
    List<Column> columns = new ArrayList<>(List.of(Column.text("team", "Team")));
    List<String> cells = new ArrayList<>(List.of("vision"));
    for (int i = 0; i < 20; i++) {
      columns.add(Column.money("cost_" + i, "Cost " + i));
      cells.add("1234567.89");
    }
    ReportDocument document =
        new ReportDocument(
            "wide",
            "Wide",
            "2026-10",
            "x",
            List.of(Table.of("Teams", columns, List.of(Row.of(cells)))));
    String page = page(document.in(Format.PDF), 1);
    assertThat(page).contains("Teams (part 1 of", "Teams (part 2 of", "Cost 19");
    assertThat(page.split("vision", -1)).hasSizeGreaterThan(2);
  }

  @Test
  void too_many_rows_for_paper_are_refused_with_another_form() {
    ReportDocument many =
        document(Collections.nCopies(PdfDocument.ROWS_LIMIT + 1, row("vision", "1")));
    assertThatThrownBy(() -> many.in(Format.PDF))
        .isInstanceOf(DocumentTooLargeException.class)
        .hasMessage("sample has 20001 rows; pdf takes at most 20000; ask for csv, xlsx or parquet");
    assertThat(many.in(Format.CSV)).isNotEmpty();
  }

  @Test
  void parquet_keeps_every_digit_and_leaves_totals_out(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("sample.parquet");
    Files.write(
        file,
        document(
                List.of(
                    row("=vision", EXACT),
                    row("speech", ""),
                    Row.total(List.of("line", "Total", "USD", EXACT))))
            .in(Format.PARQUET));
    List<List<String>> records = new ArrayList<>();
    RawFile.read(
        BillFile.of(file),
        new RawHandler() {
          @Override
          public boolean header(List<String> names) {
            records.add(names);
            return true;
          }

          @Override
          public void record(RawRecord record) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < record.fields(); i++) {
              record.select(i);
              cells.add(
                  new String(
                      record.bytes(),
                      record.start(),
                      record.end() - record.start(),
                      StandardCharsets.UTF_8));
            }
            records.add(cells);
          }

          @Override
          public void fault(Problem problem) {
            throw new AssertionError(problem);
          }
        },
        read -> {});
    assertThat(records).hasSize(3);
    assertThat(records.get(0)).containsExactly("team", "currency", "cost", "hours", "share");
    assertThat(records.get(1).get(0)).isEqualTo("=vision");
    assertThat(records.get(1).get(2)).isEqualTo(EXACT);
    assertThat(records.get(2).get(2)).isEmpty();
  }

  private static String page(byte[] pdf, int number) throws IOException {
    try (PdfReader reader = new PdfReader(pdf)) {
      return new PdfTextExtractor(reader).getTextFromPage(number);
    }
  }

  private static Map<String, String> unzipped(byte[] bytes) throws IOException {
    Map<String, String> parts = new TreeMap<>();
    // The entries are written as a stream, so only the directory at the end knows their sizes.
    Path file = Files.createTempFile("report", ".xlsx");
    try {
      Files.write(file, bytes);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        for (ZipEntry entry : zip.stream().toList()) {
          parts.put(
              entry.getName(),
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                  .replace("&apos;", "'"));
        }
      }
    } finally {
      Files.delete(file);
    }
    return parts;
  }
}
