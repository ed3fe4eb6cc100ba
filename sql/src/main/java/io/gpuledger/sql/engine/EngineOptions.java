package io.gpuledger.sql.engine;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * How the engine is opened.
 *
 * @param library the native library, from {@link EngineLibrary}
 * @param directory the engine's own folder, made if missing
 * @param maxStatements statements that run at one time
 * @param maxWaiting statements that may wait for one of those to end; one more is refused
 * @param statementMemoryBytes memory a statement may take before it fails or spills
 * @param engineMemoryBytes memory all statements, merges and caches may take together
 */
public record EngineOptions(
    Path library,
    Path directory,
    int maxStatements,
    int maxWaiting,
    long statementMemoryBytes,
    long engineMemoryBytes) {

  /** Statements at a time unless configured. */
  public static final int DEFAULT_MAX_STATEMENTS = 16;

  /** Waiting statements unless configured. */
  public static final int DEFAULT_MAX_WAITING = 256;

  private static final long GIBIBYTE = 1L << 30;

  public EngineOptions {
    if (maxStatements < 1 || maxWaiting < 0) {
      throw new IllegalArgumentException(
          "the engine needs at least one statement at a time, found " + maxStatements);
    }
    if (statementMemoryBytes < 1 || engineMemoryBytes < statementMemoryBytes) {
      throw new IllegalArgumentException(
          "a statement's memory ("
              + statementMemoryBytes
              + " bytes) must be positive and at most the engine's ("
              + engineMemoryBytes
              + ")");
    }
  }

  /** The defaults for a folder: a quarter of the machine's memory, from 1 to 16 GiB. */
  public static EngineOptions of(Path library, Path directory) {
    long machine =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean bean
            ? bean.getTotalMemorySize()
            : 4 * GIBIBYTE;
    long engine = Math.max(GIBIBYTE, Math.min(16 * GIBIBYTE, machine / 4));
    return new EngineOptions(
        library, directory, DEFAULT_MAX_STATEMENTS, DEFAULT_MAX_WAITING, engine / 2, engine);
  }

  /** With other limits of memory. */
  public EngineOptions withMemoryBytes(long statement, long engine) {
    return new EngineOptions(library, directory, maxStatements, maxWaiting, statement, engine);
  }

  /** With other limits of statements. */
  public EngineOptions withStatements(int running, int waiting) {
    return new EngineOptions(
        library, directory, running, waiting, statementMemoryBytes, engineMemoryBytes);
  }
}
