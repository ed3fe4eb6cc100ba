package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real headless Chromium and the script that knows the screens ({@code ui/test/browser}). A
 * journey is one line to the script and one line back.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  private final Process script;
  private final Writer requests;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private Browser(Process script) {
    this.script = script;
    this.requests = script.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "browser answers");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts the browser, or fails saying what is missing and how to install it.
   *
   * @param url root of the product
   * @param pictures folder that is made for screenshots
   */
  static Browser start(String url, Path pictures) {
    Path chromium =
        executable()
            .orElseGet(
                () ->
                    fail(
                        "Chromium is missing: the browser tests need one of %s on the PATH, or its"
                            + " path in CHROMIUM. Debian: apt-get install chromium",
                        NAMES));
    Path ui = Path.of("ui").toAbsolutePath();
    assertThat(ui.resolve("node_modules/playwright-core"))
        .as("installed by the build of the UI, which -Dui.skip leaves out")
        .exists();
    try {
      Files.createDirectories(pictures);
      return new Browser(
          new ProcessBuilder(
                  "node",
                  ui.resolve("test/browser/journeys.mjs").toString(),
                  url,
                  pictures.toAbsolutePath().toString(),
                  chromium.toString())
              .directory(ui.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> executable() {
    String named = System.getenv().getOrDefault("CHROMIUM", "");
    if (!named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void read() {
    try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        answers.add(line);
      }
    } catch (IOException e) {
      answers.add("{\"fault\":\"the script cannot be read\"}");
    }
    answers.add("{\"fault\":\"the script ended\"}");
  }

  /** Runs a journey and fails with what the script saw. */
  void journey(String name, Map<String, ?> arguments) {
    Map<String, Object> request = new HashMap<>(arguments);
    request.put("journey", name);
    try {
      requests.write(JSON.writeValueAsString(request) + "\n");
      requests.flush();
      String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(answer).as("%s answers within %s", name, PATIENCE).isNotNull();
      JsonNode read = JSON.readTree(answer);
      assertThat(read.path("ok").asBoolean()).as(read.path("fault").asText()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      requests.close();
      if (!script.waitFor(10, TimeUnit.SECONDS)) {
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly();
      }
    } catch (IOException e) {
      script.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
