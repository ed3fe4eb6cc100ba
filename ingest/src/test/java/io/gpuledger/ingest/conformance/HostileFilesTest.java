package io.gpuledger.ingest.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.ingest.focus.FocusVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that is no FOCUS file, or a broken one: a finding, never an exception. */
class HostileFilesTest {
  @TempDir private Path folder;

  private ConformanceReport check(byte[] bytes) throws IOException {
    return SoundFile.check(Files.write(folder.resolve("a.csv"), bytes));
  }

  private ConformanceReport check(String text) throws IOException {
    return check(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SoundFile charges() {
    return SoundFile.charges(FocusVersion.V1_4);
  }

  @Test
  void an_empty_file_is_told() throws IOException {
    assertThat(SoundFile.broken(check(""))).containsExactly("File-Empty");
    assertThat(SoundFile.broken(check("\n\n"))).containsExactly("File-Empty");
  }

  @Test
  void a_header_without_rows_is_told_as_a_recommendation() throws IOException {
    ConformanceReport report = check(charges().csv());

    assertThat(SoundFile.broken(report)).containsExactly("File-NoRows");
    assertThat(report.conforms()).isTrue();
  }

  @Test
  void a_file_of_no_dataset_is_told_with_its_first_columns() throws IOException {
    ConformanceReport report = check("unique_id,ds,y\na,b,1\n");

    assertThat(SoundFile.broken(report)).containsExactly("File-Dataset");
    assertThat(report.rules().get(0).findings().get(0).message()).contains("unique_id, ds, y");
    assertThat(report.files().get(0).dataset()).isEmpty();
  }

  @Test
  void garbage_is_told() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(42).nextBytes(bytes);

    assertThat(check(bytes).conforms()).isFalse();
    assertThat(check("\u0001nothing,\n\"of a bill").conforms()).isFalse();
    assertThat(check("PAR1").conforms()).isFalse();
  }

  @Test
  void other_encodings_are_told() throws IOException {
    assertThat(SoundFile.broken(check(charges().row().csv().getBytes(StandardCharsets.UTF_16))))
        .containsExactly("File-Encoding");
    SoundFile latin = charges().row("RegionName", "M\u00fcnchen");
    assertThat(SoundFile.broken(check(latin.csv().getBytes(StandardCharsets.ISO_8859_1))))
        .containsExactly("RegionName-StringHandling");
    assertThat(check("\ufeff" + charges().row("RegionName", "M\u00fcnchen").csv()).rules())
        .isEmpty();
  }

  @Test
  void a_cell_of_5_megabytes_is_told_and_the_rest_is_checked() throws IOException {
    ConformanceReport report =
        check(
            charges()
                .row("ChargeDescription", "x".repeat(5 << 20))
                .row("BilledCost", "five")
                .csv());

    assertThat(SoundFile.broken(report)).containsExactly("BilledCost-Type", "Record-Limit");
    assertThat(SoundFile.rule(report, "BilledCost-Type").findings().get(0).line()).isEqualTo(3);
    assertThat(SoundFile.rule(report, "Record-Limit").findings().get(0).line()).isEqualTo(2);
  }

  @Test
  void wrong_quoting_and_wrong_numbers_of_cells_cost_one_record_each() throws IOException {
    String[] lines = charges().row().csv().split("\n", -1);
    String file =
        String.join(
            "\n",
            lines[0],
            lines[1].replace("trainer", "\"tra\"iner"),
            lines[1],
            lines[1] + ",extra",
            "one,two",
            lines[0],
            lines[1].replace("trainer", "\"never closed"),
            "");

    ConformanceReport report = check(file);

    assertThat(SoundFile.broken(report)).containsExactly("Record-FieldCount", "Record-Quoting");
    assertThat(SoundFile.rule(report, "Record-Quoting").findings())
        .extracting(Finding::line)
        .containsExactly(2L, 6L, 7L);
    assertThat(SoundFile.rule(report, "Record-FieldCount").findings())
        .extracting(Finding::line)
        .containsExactly(4L, 5L);
    assertThat(report.files().get(0).rows()).isEqualTo(1);
  }

  @Test
  void a_file_that_is_cut_in_its_last_record_says_so_at_its_line() throws IOException {
    String whole = charges().row("ResourceId", "r-1").row("ResourceId", "r-2").csv();

    ConformanceReport report = check(whole.substring(0, whole.length() - 400));

    assertThat(SoundFile.rule(report, "Record-FieldCount").findings())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.line()).isEqualTo(3);
              assertThat(found.message()).contains("the file ends inside this record");
            });
  }

  @Test
  void a_damaged_archive_is_told_after_what_could_be_read() throws IOException {
    SoundFile charges = charges();
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      charges.row("ResourceId", Long.toHexString(random.nextLong()));
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(charges.csv().getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = packed.toByteArray();

    ConformanceReport report = check(java.util.Arrays.copyOf(whole, whole.length * 9 / 10));

    assertThat(SoundFile.broken(report)).containsExactly("File-Truncated");
    assertThat(report.files().get(0).rows()).isPositive();
  }

  @Test
  void huge_numbers_and_deep_objects_are_no_work() throws IOException {
    ConformanceReport report =
        check(
            charges()
                .row("ListUnitPrice", "1E999999999", "BilledCost", "9".repeat(5_000))
                .row("Tags", "{\"a\":".repeat(5_000))
                .row("Tags", "[".repeat(50_000))
                .row(
                    "AllocatedMethodId",
                    "m",
                    "AllocatedMethodDetails",
                    "{\"Elements\":[{\"AllocatedRatio\":1e-99999999}]}")
                .csv());

    assertThat(SoundFile.broken(report)).containsExactly("Tags-Type");
  }

  @Test
  void a_file_that_is_not_there_cannot_be_read() {
    assertThatThrownBy(() -> SoundFile.check(folder.resolve("absent.csv")))
        .isInstanceOf(IOException.class);
  }
}
