package io.gpuledger.streaming;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a class's {@code main} in a JVM of its own over a directory, to be killed: by a fault point
 * inside it or, as {@code kill -9} does, from here. Output of all its lives is in {@code log}.
 *
 * <p>The process writes file {@code started} when its work begins and file {@code result} when it
 * is done; both of an earlier life are removed before the next.
 */
public final class KillHarness {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 20;

  private final Class<?> main;
  private final Path directory;
  private final List<String> arguments;

  /** A harness whose process gets the directory as its first argument, then these. */
  public KillHarness(Class<?> main, Path directory, String... arguments) {
    this.main = main;
    this.directory = directory;
    this.arguments = List.of(arguments);
  }

  /**
   * Lives until the process ends by itself.
   *
   * @param fault the fault point to arm, as {@code GPULEDGER_FAULT} takes it, or empty
   * @return the exit status
   */
  public int live(String fault, Duration limit) throws Exception {
    Process process = start(fault);
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(main.getSimpleName() + " still ran after " + limit + tail());
    }
    return process.exitValue();
  }

  /** Lives until some time after its work has begun, and is killed by SIGKILL. */
  public void liveAtWork(Duration life) throws Exception {
    Process process = start("");
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!Files.exists(directory.resolve("started"))) {
      boolean ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() > deadline) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(main.getSimpleName() + " did not begin its work" + tail());
      }
    }
    boolean ended = process.waitFor(life.toMillis(), TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    if (ended && process.exitValue() != 0) {
      throw new AssertionError(main.getSimpleName() + " failed before it was killed" + tail());
    }
  }

  /** The last lines that the process wrote. */
  public String tail() throws Exception {
    List<String> lines = Files.readAllLines(directory.resolve("log"));
    return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  /** The lines of file {@code result}. */
  public List<String> result() throws Exception {
    return Files.readAllLines(directory.resolve("result"));
  }

  /** Writes a file as a whole or not at all. */
  static void write(Path file, List<String> lines) throws Exception {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, lines);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** For the process: it must not outlive the test that started it. */
  static void endWithParent() {
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    CompletableFuture<Void> unused = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
  }

  private Process start(String fault) throws Exception {
    Files.deleteIfExists(directory.resolve("started"));
    Files.deleteIfExists(directory.resolve("result"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> each.startsWith("--add-opens=") || each.startsWith("-Duser."))
        .forEach(command::add);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.add(directory.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    File log = directory.resolve("log").toFile();
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    Map<String, String> environment = builder.environment();
    environment.remove("GPULEDGER_FAULT");
    if (!fault.isEmpty()) {
      environment.put("GPULEDGER_FAULT", fault);
    }
    return builder.start();
  }
}
