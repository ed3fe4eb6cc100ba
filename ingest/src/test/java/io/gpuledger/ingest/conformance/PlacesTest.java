package io.gpuledger.ingest.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.focus.FocusVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where findings are shown, how many, and what the names of columns have to do with it. */
class PlacesTest {
  @TempDir private Path folder;

  @Test
  void lines_are_physical_lines_and_a_record_stands_at_its_first() throws IOException {
    SoundFile file =
        SoundFile.charges(FocusVersion.V1_4)
            .row("ChargeDescription", "two\nlines, \"quoted\"")
            .row("ChargeDescription", "three\n\nlines", "ChargeCategory", "usage")
            .row("ChargeCategory", "Use");

    ConformanceReport report = SoundFile.check(file.write(folder.resolve("a.csv")));

    assertThat(SoundFile.rule(report, "ChargeCategory-AllowedValues").findings())
        .extracting(Finding::place, Finding::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "a.csv:4:" + file.position("ChargeCategory"), "usage"),
            org.assertj.core.groups.Tuple.tuple(
                "a.csv:7:" + file.position("ChargeCategory"), "Use"));
  }

  @Test
  void packed_files_are_read_as_if_plain() throws IOException {
    SoundFile file = SoundFile.charges(FocusVersion.V1_4).row("BilledCost", "five");
    Path packed = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(file.csv().getBytes(StandardCharsets.UTF_8));
    }

    assertThat(SoundFile.rule(SoundFile.check(packed), "BilledCost-Type").findings())
        .extracting(Finding::place)
        .containsExactly("a.csv.gz:2:" + file.position("BilledCost"));
  }

  @Test
  void all_findings_are_counted_and_some_are_kept() throws IOException {
    SoundFile file = SoundFile.charges(FocusVersion.V1_4);
    for (int i = 0; i < 50; i++) {
      file.row("ResourceName", "NULL", "ConsumedUnit", "GB Hours");
    }
    Path path = file.write(folder.resolve("a.csv"));

    ConformanceReport report =
        new Conformance(new ConformanceOptions(Optional.empty(), 2, true), bytes -> {})
            .check(List.of(path));

    assertThat(report.rules()).hasSize(1);
    assertThat(report.rules().get(0).count()).isEqualTo(50);
    assertThat(report.rules().get(0).findings()).hasSize(2);
    assertThat(report.files().get(0).must()).isEqualTo(50);
    assertThat(report.count(Severity.SHOULD)).isZero();
  }

  @Test
  void a_missing_column_is_judged_by_its_level_and_its_feature() throws IOException {
    ConformanceReport report =
        SoundFile.check(
            SoundFile.charges(FocusVersion.V1_4)
                .without("BilledCost", "ServiceSubcategory", "RegionName", "Tags")
                .row()
                .write(folder.resolve("a.csv")));

    assertThat(SoundFile.broken(report))
        .containsExactly(
            "BilledCost-Presence", "RegionName-Presence", "ServiceSubcategory-Presence");
    assertThat(SoundFile.rule(report, "ServiceSubcategory-Presence").severity())
        .isEqualTo(Severity.SHOULD);
    assertThat(SoundFile.rule(report, "RegionName-Presence").findings().get(0).message())
        .contains("RegionId");
  }

  @Test
  void names_of_columns_are_judged_at_their_position() throws IOException {
    SoundFile file =
        SoundFile.charges(FocusVersion.V1_4)
            .with("Id")
            .with("ProviderName")
            .with("x_Good")
            .with("x_bad")
            .with("Tags")
            .row();
    Path path = folder.resolve("a.csv");
    Files.writeString(path, file.csv().replaceFirst("BilledCost", "billedCost"));

    ConformanceReport report =
        new Conformance(
                new ConformanceOptions(Optional.of(FocusVersion.V1_4), 9, false), bytes -> {})
            .check(List.of(path));

    assertThat(SoundFile.broken(report))
        .containsExactly(
            HeaderRules.CUSTOM_NAMING,
            HeaderRules.CASING,
            HeaderRules.DUPLICATE,
            HeaderRules.CUSTOM_CASING);
    assertThat(SoundFile.rule(report, HeaderRules.CUSTOM_NAMING).findings())
        .extracting(Finding::place)
        .containsExactly(
            "a.csv:1:" + file.position("Id"), "a.csv:1:" + file.position("ProviderName"));
    assertThat(SoundFile.rule(report, HeaderRules.CUSTOM_NAMING).findings().get(1).message())
        .contains("removed after FOCUS 1.3");
  }

  @Test
  void a_release_can_be_asked_for() throws IOException {
    Path path = SoundFile.charges(FocusVersion.V1_1).row().write(folder.resolve("a.csv"));

    ConformanceReport report =
        new Conformance(
                new ConformanceOptions(Optional.of(FocusVersion.V1_0), 9, false), bytes -> {})
            .check(List.of(path));

    assertThat(report.files().get(0).version()).isEqualTo("1.0");
    assertThat(SoundFile.broken(report)).containsExactly(HeaderRules.CUSTOM_NAMING);
    assertThat(report.rules().get(0).findings().get(0).message()).contains("FOCUS 1.1");
  }

  @Test
  void files_of_one_name_are_told_apart() throws IOException {
    Path first = Files.createDirectories(folder.resolve("one")).resolve("a.csv");
    Path second = Files.createDirectories(folder.resolve("two")).resolve("a.csv");
    SoundFile.charges(FocusVersion.V1_4).row().write(first);
    SoundFile.charges(FocusVersion.V1_4).row("BilledCost", "x").write(second);

    ConformanceReport report = SoundFile.check(first, second);

    assertThat(report.files())
        .extracting(ConformanceReport.FileResult::file)
        .containsExactly(first.toString(), second.toString());
    assertThat(report.files())
        .extracting(ConformanceReport.FileResult::must)
        .containsExactly(0L, 1L);
  }
}
