package io.gpuledger.dashboard.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Copies the logs of a running embedded broker, as a kill would leave them: a broker that starts on
 * the copy checks every batch, cuts a last one that is not whole, and builds its indexes anew.
 *
 * <p>Segments are appended to or replaced by the broker, never changed. So the last of a partition
 * is copied and the others get a second name; where the broker removed or replaced one meanwhile,
 * the partition is copied again.
 */
public final class BrokerCopy {
  private static final int ATTEMPTS_MAX = 20;
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** The end of the name of a compacted segment that is being put in the place of others. */
  private static final String SWAPPED = ".swap";

  private BrokerCopy() {}

  /**
   * Copies all topics and what the broker knows of them.
   *
   * @param logs the folder that holds a folder a partition
   * @param target the folder to be; absent
   */
  public static void copy(Path logs, Path target) throws IOException {
    Files.createDirectories(target);
    for (Path entry : Trees.children(logs)) {
      Path copy = target.resolve(logs.relativize(entry).toString());
      if (Files.isDirectory(entry)) {
        copyPartition(entry, copy);
      } else if (isKept(entry)) {
        Files.copy(entry, copy);
      }
    }
  }

  private static void copyPartition(Path partition, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<Segment> before = segments(partition);
      if (before.stream().anyMatch(segment -> segment.name().endsWith(SWAPPED))) {
        // A compaction is about to end.
        LockSupport.parkNanos(PAUSE.toNanos());
        before = segments(partition);
      }
      try {
        copyOnce(partition, before, target);
        if (segments(partition).equals(before)
            && before.stream().noneMatch(segment -> segment.name().endsWith(SWAPPED))) {
          return;
        }
      } catch (NoSuchFileException removedMeanwhile) {
        if (attempt == ATTEMPTS_MAX) {
          throw removedMeanwhile;
        }
      }
      if (attempt == ATTEMPTS_MAX) {
        throw new IOException("the broker replaces the segments of " + partition + " all the time");
      }
      Trees.delete(target);
    }
  }

  private static void copyOnce(Path partition, List<Segment> segments, Path target)
      throws IOException {
    Files.createDirectories(target);
    for (Path file : Trees.children(partition)) {
      String name = file.getFileName().toString();
      if (Files.isRegularFile(file) && isKept(file) && !isSegment(name)) {
        Files.copy(file, target.resolve(name));
      }
    }
    for (int i = 0; i < segments.size(); i++) {
      Path segment = partition.resolve(segments.get(i).name());
      Path copy = target.resolve(segments.get(i).name());
      if (i == segments.size() - 1) {
        Files.copy(segment, copy);
      } else {
        Trees.link(segment, copy);
      }
    }
  }

  /** What the broker cannot make anew. */
  private static boolean isKept(Path file) {
    String name = file.getFileName().toString();
    return !name.endsWith("index")
        && !name.endsWith(".deleted")
        && !name.endsWith(".cleaned")
        && !name.endsWith(".tmp")
        && !name.startsWith(".")
        // Every batch is to be checked.
        && !name.equals("recovery-point-offset-checkpoint");
  }

  private static boolean isSegment(String name) {
    return name.endsWith(".log") || name.endsWith(SWAPPED);
  }

  private static List<Segment> segments(Path partition) throws IOException {
    List<Segment> found = new ArrayList<>();
    for (Path file : Trees.children(partition)) {
      String name = file.getFileName().toString();
      if (isSegment(name)) {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        found.add(new Segment(name, String.valueOf(key)));
      }
    }
    return found;
  }

  /** A segment and which file it is: one that was compacted has the name of the one before. */
  private record Segment(String name, String key) {}
}
