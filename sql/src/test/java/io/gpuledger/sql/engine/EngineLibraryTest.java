package io.gpuledger.sql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineLibraryTest {
  @TempDir Path folder;

  private EngineLibrary library(Map<String, String> environment, EngineArchive.Fetcher fetcher) {
    return new EngineLibrary(environment, folder, fetcher);
  }

  private static Path nothingToFetch(String wanted, Path target) {
    throw new AssertionError("nothing was to be fetched");
  }

  @Test
  void a_named_library_is_taken_as_it_is() throws IOException {
    Path own = Files.createFile(folder.resolve("own.so"));
    EngineLibrary library =
        library(
            Map.of(EngineLibrary.ENVIRONMENT_VARIABLE, own.toString()),
            EngineLibraryTest::nothingToFetch);
    assertThat(library.findOrFetchFile(line -> {})).isEqualTo(own);
  }

  @Test
  void a_named_library_that_is_missing_is_an_error() {
    EngineLibrary library =
        library(
            Map.of(EngineLibrary.ENVIRONMENT_VARIABLE, "/nowhere/lib.so"),
            EngineLibraryTest::nothingToFetch);
    assertThatThrownBy(library::findFile)
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("/nowhere/lib.so, which is not a file");
  }

  @Test
  void the_cache_is_used_before_anything_is_fetched() throws IOException {
    Path cached = folder.resolve("cache/gpuledger/engine/" + EngineLibrary.VERSION + "/libchdb.so");
    Files.createDirectories(cached.getParent());
    Files.createFile(cached);
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString());
    assertThat(library(environment, EngineLibraryTest::nothingToFetch).findOrFetchFile(l -> {}))
        .isEqualTo(cached);
  }

  @Test
  void an_archive_with_another_digest_is_not_used() {
    List<String> progress = new ArrayList<>();
    EngineLibrary library = library(Map.of(), (wanted, target) -> tar(target, "not the engine"));
    assertThatThrownBy(() -> library.findOrFetchFile(progress::add))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("has sha512")
        .hasMessageContaining("it was not used");
    assertThat(library.findFile()).isEmpty();
    assertThat(progress).hasSize(2).first().asString().contains("@chdb/lib-");
    assertThat(folder.resolve(".cache/gpuledger/engine/" + EngineLibrary.VERSION))
        .isDirectoryNotContaining("glob:**fetch-*");
  }

  @Test
  void one_file_is_taken_out_of_an_archive() throws IOException {
    String content = "x".repeat(2000);
    Path archive = tar(folder, content);
    Path target = folder.resolve("out");
    EngineArchive.extract(archive, "package/libchdb.so", target);
    assertThat(target).hasContent(content);
    assertThatThrownBy(() -> EngineArchive.extract(archive, "package/other", target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not hold package/other");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_X64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, aarch64, MAC_ARM64",
    "Mac OS X, x86_64, MAC_X64",
  })
  void platforms_have_packages(String os, String architecture, EnginePlatform expected) {
    assertThat(EnginePlatform.of(os, architecture)).isEqualTo(expected);
  }

  @Test
  void an_unknown_platform_is_told_to_use_a_server() {
    assertThatThrownBy(() -> EnginePlatform.of("Windows 11", "amd64"))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("clickhouse.url");
  }

  /** An archive with a small file before ours. */
  private static Path tar(Path folder, String content) throws IOException {
    Path archive = folder.resolve("package.tgz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      entry(out, "package/index.js", "module");
      entry(out, "package/libchdb.so", content);
      out.write(new byte[1024]);
    }
    return archive;
  }

  private static void entry(OutputStream out, String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, String.format(java.util.Locale.ROOT, "%011o", bytes.length));
    out.write(header);
    out.write(bytes);
    out.write(new byte[(512 - bytes.length % 512) % 512]);
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
