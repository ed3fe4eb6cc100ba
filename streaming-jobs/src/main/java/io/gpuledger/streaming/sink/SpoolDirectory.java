package io.gpuledger.streaming.sink;

import java.io.IOException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The spool directory of a job: one folder a launch. */
final class SpoolDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);

  private SpoolDirectory() {}

  /**
   * Removes the folders of earlier launches. To be called after this launch's first commit: what
   * the restored checkpoint referred to is committed by then, so nothing refers to those files.
   */
  static void removeOtherLaunches(SinkSettings settings) throws IOException {
    Path jobDirectory = new Path(settings.jobDirectory());
    FileSystem files = jobDirectory.getFileSystem();
    FileStatus[] launches = files.listStatus(jobDirectory);
    if (launches == null) {
      return;
    }
    for (FileStatus launch : launches) {
      if (!launch.getPath().getName().equals(settings.launch())) {
        files.delete(launch.getPath(), true);
        LOG.info("{}: removed spool of launch {}", settings.job(), launch.getPath().getName());
      }
    }
  }
}
