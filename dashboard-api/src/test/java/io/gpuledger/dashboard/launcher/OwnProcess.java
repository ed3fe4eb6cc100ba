package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A part of the product in a process of its own, that tells its address in a file. */
final class OwnProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 50;

  private final Class<?> main;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Path addressFile;
  private final Path log;
  private Process process;
  private String address;

  /** Starts it and waits for its address. */
  OwnProcess(
      Class<?> main,
      List<String> arguments,
      Map<String, String> environment,
      Path addressFile,
      Path log)
      throws IOException {
    this.main = main;
    this.arguments = List.copyOf(arguments);
    this.environment = Map.copyOf(environment);
    this.addressFile = addressFile;
    this.log = log;
    this.process = launch();
    this.address = awaitAddress();
  }

  String address() {
    return address;
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    assertThat(process.exitValue()).as("status of a process ended by SIGKILL").isEqualTo(137);
  }

  /** Starts it again with the same arguments. */
  void restart() throws IOException {
    process = launch();
    address = awaitAddress();
  }

  private Process launch() throws IOException {
    Files.deleteIfExists(addressFile);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> each.startsWith("--add-opens=") || each.startsWith("-Duser."))
        .forEach(command::add);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private String awaitAddress() throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!Files.exists(addressFile)) {
      try {
        assertThat(process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS))
            .as("%s ended: %s", main.getSimpleName(), Files.readString(log))
            .isFalse();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      assertThat(System.nanoTime()).as("%s does not answer", main).isLessThan(deadline);
    }
    return Files.readString(addressFile).strip();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
