package io.gpuledger.streaming.cluster;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Checkpoints of a job's generation as they lie in storage: {@code
 * job/gGENERATION/FLINK_JOB_ID/chk-N}. One is complete when its {@code _metadata} exists, which
 * Flink writes last.
 */
final class Checkpoints {
  private static final String PREFIX = "chk-";
  private static final String METADATA = "_metadata";
  private static final String SAVEPOINTS = "savepoints";

  private final Path generationDirectory;

  Checkpoints(String checkpointDirectory, String job, int generation) {
    generationDirectory = new Path(checkpointDirectory + "/" + job + "/g" + generation);
  }

  /** Where Flink is to write the generation's checkpoints. */
  String directory() {
    return generationDirectory.toString();
  }

  /** Where savepoints of the generation are to be written. */
  String savepointDirectory() {
    return new Path(generationDirectory, SAVEPOINTS).toString();
  }

  /** The newest complete checkpoint. */
  Optional<Stored> newest() throws IOException {
    return all().stream().max(Comparator.comparingLong(Stored::id));
  }

  Optional<Stored> find(long id) throws IOException {
    return all().stream().filter(stored -> stored.id() == id).findFirst();
  }

  /**
   * Removes what launches before the one of this checkpoint left. A launch never refers to files of
   * the launch it continues once it has a checkpoint of its own.
   */
  void removeLaunchesOtherThan(Stored kept) throws IOException {
    Path keptLaunch = kept.path().getParent();
    for (Path launch : children(generationDirectory)) {
      if (!launch.getName().equals(keptLaunch.getName())) {
        launch.getFileSystem().delete(launch, true);
      }
    }
  }

  private List<Stored> all() throws IOException {
    List<Stored> found = new ArrayList<>();
    for (Path launch : children(generationDirectory)) {
      boolean savepoints = launch.getName().equals(SAVEPOINTS);
      for (Path checkpoint : children(launch)) {
        String name = checkpoint.getName();
        Path metadata = new Path(checkpoint, METADATA);
        if ((savepoints || name.startsWith(PREFIX))
            && checkpoint.getFileSystem().exists(metadata)) {
          long id =
              savepoints ? savedId(metadata) : Long.parseLong(name.substring(PREFIX.length()));
          found.add(new Stored(id, checkpoint));
        }
      }
    }
    return found;
  }

  /** A savepoint's folder has a random name; its id stands in its metadata. */
  private static long savedId(Path metadata) throws IOException {
    try (DataInputStream in = new DataInputStream(metadata.getFileSystem().open(metadata))) {
      return org.apache.flink.runtime.checkpoint.Checkpoints.loadCheckpointMetadata(
              in, Checkpoints.class.getClassLoader(), metadata.toString())
          .getCheckpointId();
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    FileSystem files = directory.getFileSystem();
    if (!files.exists(directory)) {
      return List.of();
    }
    List<Path> paths = new ArrayList<>();
    FileStatus[] statuses = files.listStatus(directory);
    if (statuses != null) {
      for (FileStatus status : statuses) {
        paths.add(status.getPath());
      }
    }
    return paths;
  }

  /** A complete checkpoint. */
  record Stored(long id, Path path) {}
}
