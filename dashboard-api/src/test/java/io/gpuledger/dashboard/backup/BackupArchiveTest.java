package io.gpuledger.dashboard.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupArchiveTest {
  private static final BackupReader.Known KNOWN = new BackupReader.Known(1, 9, 3);
  private static final BackupPoint POINT =
      new BackupPoint(
          Instant.parse("2026-11-29T10:00:00Z"),
          Instant.parse("2026-11-29T09:59:58.123456Z"),
          "0.1.0",
          1,
          9,
          3,
          List.of(new BackupPoint.Job("billing", 2, 41)));
  private static final String EMPTY_SHA256 =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir private Path folder;
  private Path copy;
  private Path archive;
  private Path data;

  @BeforeEach
  void fill() throws IOException {
    copy = Files.createDirectories(folder.resolve("copy"));
    archive = folder.resolve("backup.zip");
    data = folder.resolve("there").resolve("data");
    Files.createDirectories(copy.resolve("engine/store/abc"));
    Files.createDirectories(copy.resolve("engine/metadata"));
    Files.writeString(copy.resolve("engine/store/abc/part.bin"), "x".repeat(200_000));
    Files.writeString(copy.resolve("engine/store/abc/none"), "");
    Files.createSymbolicLink(copy.resolve("engine/metadata/default"), Path.of("../store/abc"));
    Files.writeString(copy.resolve("version"), "1\n");
    POINT.write(copy);
  }

  private void write() throws IOException {
    try (OutputStream out = Files.newOutputStream(archive)) {
      new BackupWriter(copy, (step, done, total) -> {}).write(out);
    }
  }

  /** An archive by hand: its manifest and its files. */
  private void write(String manifest, Map<String, String> files) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      Map<String, String> all = new LinkedHashMap<>();
      all.put(BackupManifest.NAME, manifest);
      all.putAll(files);
      for (Map.Entry<String, String> file : all.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }

  private static String manifest(int format, int layout, String path) {
    return """
    {"format":%d,"point":{"takenAt":"2026-11-29T10:00:00Z","asOf":"2026-11-29T10:00:00Z",
     "productVersion":"9.9","layout":%d,"ledgerSchema":1,"stateSchema":1},
     "files":[{"path":"%s","bytes":0,"sha256":"%s"}]}
    """
        .formatted(format, layout, path, EMPTY_SHA256);
  }

  private void restore() throws IOException, BackupRefusedException {
    try (BackupReader reader = BackupReader.open(archive, KNOWN)) {
      Restore.into(data, reader, (step, done, total) -> {});
    }
  }

  private void assertRefused(String words) throws IOException {
    assertThatThrownBy(this::restore)
        .isInstanceOf(BackupRefusedException.class)
        .hasMessageContaining(words);
    assertThat(data).doesNotExist();
    if (Files.exists(data.getParent())) {
      try (Stream<Path> left = Files.list(data.getParent())) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void what_is_written_is_restored_with_its_links_and_its_point() throws Exception {
    write();

    restore();

    assertThat(data.resolve("engine/store/abc/part.bin")).hasContent("x".repeat(200_000));
    assertThat(data.resolve("engine/store/abc/none")).isEmptyFile();
    assertThat(Files.readSymbolicLink(data.resolve("engine/metadata/default")))
        .isEqualTo(Path.of("../store/abc"));
    assertThat(data.resolve(BackupPoint.FILE)).doesNotExist();
    assertThat(Files.size(archive)).isLessThan(10_000);
    try (BackupReader reader = BackupReader.open(archive, KNOWN)) {
      assertThat(reader.point()).isEqualTo(POINT);
      assertThat(reader.files()).isEqualTo(3);
      assertThat(reader.bytes()).isEqualTo(200_002);
    }
  }

  @Test
  void the_same_copy_makes_the_same_archive() throws IOException {
    write();
    byte[] first = Files.readAllBytes(archive);
    write();
    assertThat(Files.readAllBytes(archive)).isEqualTo(first);
  }

  @Test
  void an_empty_directory_is_taken_and_one_with_something_in_it_is_not() throws Exception {
    write();
    Files.createDirectories(data);
    restore();
    assertThatThrownBy(this::restore)
        .isInstanceOf(BackupRefusedException.class)
        .hasMessageContaining("is not empty");
    assertThat(data.resolve("version")).hasContent("1");
  }

  @Test
  void a_newer_archive_or_directory_is_refused() throws IOException {
    write(manifest(BackupManifest.FORMAT + 1, 1, "a"), Map.of("a", ""));
    assertRefused("written by a newer GpuLedger (archive format 2");
    write(manifest(1, 2, "a"), Map.of("a", ""));
    assertRefused("GpuLedger 9.9 wrote it with layout 2");
  }

  @Test
  void a_missing_an_additional_and_a_changed_file_are_refused() throws IOException {
    write(manifest(1, 1, "a"), Map.of());
    assertRefused("a is missing in it");
    write(manifest(1, 1, "a"), Map.of("a", "", "b", ""));
    assertRefused("its manifest does not name, such as b");
    write(manifest(1, 1, "a"), Map.of("a", "longer"));
    assertRefused("a in it is not what was backed up");
  }

  @Test
  void a_path_that_leads_out_is_refused() throws IOException {
    write(manifest(1, 1, "../out"), Map.of("../out", ""));
    assertRefused("leads out of the data directory");
    write(
        manifest(1, 1, "a")
            .replace("\"files\"", "\"links\":[{\"path\":\"l\",\"target\":\"../..\"}],\"files\""),
        Map.of("a", ""));
    assertRefused("leads out of the data directory");
  }

  @Test
  void what_is_no_backup_is_refused() throws IOException {
    Files.writeString(archive, "text");
    assertRefused("it is no backup, or it is cut off");
    write("not json", Map.of());
    assertRefused("its manifest cannot be read");
    write("{}", Map.of());
    assertRefused("names no format");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("other"));
      zip.closeEntry();
    }
    assertRefused("it has no manifest");
  }

  @Test
  void a_file_that_changes_meanwhile_ends_the_backup() {
    assertThatThrownBy(
            () -> {
              try (OutputStream out = Files.newOutputStream(archive)) {
                new BackupWriter(
                        copy,
                        (step, done, total) -> {
                          if (step.equals("writing")) {
                            append(copy.resolve("version"));
                          }
                        })
                    .write(out);
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version changed while it was backed up");
  }

  private static void append(Path file) {
    try {
      Files.writeString(file, "changed\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
