package io.gpuledger.dashboard.launcher;

import io.gpuledger.sql.engine.EngineLibrary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Examines the machine for what an instance needs. */
public final class Doctor {
  private static final int LEAST_JAVA = 17;
  private static final long LEAST_DISK_BYTES = 5L << 30;
  private static final long LEAST_MEMORY_BYTES = 4L << 30;

  /**
   * One check.
   *
   * @param check what was looked at
   * @param ok whether it will do
   * @param found what was found
   * @param mend what to do where it will not
   */
  public record Finding(String check, boolean ok, String found, String mend) {}

  private Doctor() {}

  /** All checks, in the order in which a start needs them. */
  public static List<Finding> examine(Path data, Optional<Path> config, int port) {
    List<Finding> findings = new ArrayList<>();
    int java = Runtime.version().feature();
    findings.add(
        new Finding("Java", java >= LEAST_JAVA, "version " + java, "install a JDK 17 or newer"));
    findings.add(tool("Maven", "mvn", "install Apache Maven 3.8.7 or newer"));
    findings.add(tool("npm", "npm", "install Node.js 20 with npm"));
    findings.add(engine());
    findings.add(memory());
    findings.add(disk(data));
    findings.add(port(data, port));
    findings.addAll(configuration(data, config));
    return findings;
  }

  private static Finding tool(String name, String command, String mend) {
    try {
      Process process = new ProcessBuilder(command, "--version").redirectErrorStream(true).start();
      String first =
          new String(
                  process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
              .lines()
              .findFirst()
              .orElse("");
      boolean ended = process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
      return new Finding(name, ended, first.replaceAll("\u001b\\[[0-9;]*m", ""), mend);
    } catch (IOException missing) {
      return new Finding(name, false, "not on the PATH", mend);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding(name, false, "interrupted", mend);
    }
  }

  private static Finding engine() {
    Optional<Path> library = EngineLibrary.find();
    return new Finding(
        "engine library",
        library.isPresent(),
        library.map(Path::toString).orElse("not fetched yet"),
        "the first ./gpuledger up fetches it through npm; or set GPULEDGER_ENGINE_LIBRARY");
  }

  private static Finding memory() {
    java.lang.management.OperatingSystemMXBean bean =
        java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    long bytes =
        bean instanceof com.sun.management.OperatingSystemMXBean machine
            ? machine.getTotalMemorySize()
            : 0;
    return new Finding(
        "memory",
        bytes >= LEAST_MEMORY_BYTES,
        gibibytes(bytes),
        "4 GiB are the least for an embedded instance");
  }

  private static Finding disk(Path data) {
    Path existing = data;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      return new Finding(
          "disk",
          free >= LEAST_DISK_BYTES && Files.isWritable(existing),
          gibibytes(free) + " free at " + data,
          "free 5 GiB there and make it writable, or name another directory with --data");
    } catch (IOException e) {
      return new Finding("disk", false, String.valueOf(e.getMessage()), "name another --data");
    }
  }

  private static Finding port(Path data, int port) {
    if (RunFile.read(data).isPresent()) {
      return new Finding("port " + port, true, "an instance of this directory is running", "");
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return new Finding("port " + port, true, "free (" + socket.getLocalPort() + ")", "");
    } catch (IOException taken) {
      return new Finding(
          "port " + port,
          false,
          String.valueOf(taken.getMessage()),
          "stop what listens there, or start with --port");
    }
  }

  private static List<Finding> configuration(Path data, Optional<Path> config) {
    return LedgerConfiguration.check(data, config);
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }
}
