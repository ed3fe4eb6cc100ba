package io.gpuledger.streaming.fault;

import com.sun.jna.Function;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place in the pipeline where a test may have the process killed, to prove that nothing is lost
 * or doubled there.
 *
 * <p>Armed by the environment variable {@code GPULEDGER_FAULT} or the system property {@code
 * gpuledger.fault}, written {@code name} or {@code name:count}; the process sends itself SIGKILL
 * when the point is reached for the count-th time. Unset, {@link #reached} is a test of a constant.
 */
public enum FaultPoint {
  /** The blocks of a checkpoint lie in the spool; the barrier has not passed. */
  SPOOL_WRITTEN,
  /** Flink has told the committer that a checkpoint is complete; nothing is inserted yet. */
  CHECKPOINT_DONE,
  /** The blocks of the first table of a checkpoint are inserted, those of the next are not. */
  ONE_OF_TWO_TABLES_COMMITTED,
  /** The publisher has read the closing manifest of a delivery. */
  MANIFEST_SEEN,
  /** The publisher has written a publication and has told nobody yet. */
  PUBLISH_WRITTEN,
  /** The same, of a delivery. */
  DELIVERY_PUBLISHED,
  /** The charges of an estimate are stored; it is not published. */
  ESTIMATE_STORED,
  /** An estimate is published; nothing is allocated by it yet. */
  ESTIMATE_PUBLISHED,
  /** All of a backup is copied; the jobs are still stopped. */
  BACKUP_COPIED,
  /** A file has been written to the archive of a backup. */
  BACKUP_FILE_WRITTEN;

  /** The points that every row passes on its way from a topic to a reader. */
  public static final Set<FaultPoint> PIPELINE =
      Collections.unmodifiableSet(EnumSet.range(SPOOL_WRITTEN, DELIVERY_PUBLISHED));

  /** Exit status of a process killed by SIGKILL. */
  public static final int EXIT_STATUS = 137;

  private static final int SIGKILL = 9;

  private static final Optional<Arming> ARMED = Arming.ofProcess();

  /** Kills the process if a test armed this point and the count is up. */
  public void reached() {
    if (ARMED.isPresent() && ARMED.get().point == this) {
      ARMED.get().countDown();
    }
  }

  /** The name used to arm the point, e.g. {@code spool_written}. */
  public String pointName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A point and how often it is still to be reached. */
  static final class Arming {
    final FaultPoint point;
    final AtomicInteger remaining;

    private Arming(FaultPoint point, int count) {
      this.point = point;
      this.remaining = new AtomicInteger(count);
    }

    static Optional<Arming> ofProcess() {
      String text = System.getProperty("gpuledger.fault", System.getenv("GPULEDGER_FAULT"));
      return text == null || text.isBlank() ? Optional.empty() : Optional.of(parse(text));
    }

    /**
     * Reads {@code name[:count]}.
     *
     * @throws IllegalArgumentException if there is no such point or the count is not positive
     */
    static Arming parse(String text) {
      int colon = text.indexOf(':');
      String name = colon < 0 ? text : text.substring(0, colon);
      int count = colon < 0 ? 1 : Integer.parseInt(text.substring(colon + 1));
      if (count < 1) {
        throw new IllegalArgumentException(
            "GPULEDGER_FAULT: count must be 1 or more, was " + count);
      }
      return new Arming(FaultPoint.valueOf(name.toUpperCase(Locale.ROOT)), count);
    }

    void countDown() {
      if (remaining.decrementAndGet() == 0) {
        die();
      }
    }

    /**
     * The end that {@code kill -9} brings. {@link Runtime#halt} is none: it runs the C library's
     * exit handlers, and those of the engine in this process abort while it is at work.
     */
    private static void die() {
      int pid = Math.toIntExact(ProcessHandle.current().pid());
      Function.getFunction("c", "kill").invokeInt(new Object[] {pid, SIGKILL});
    }
  }
}
