package io.gpuledger.dashboard.backup;

/** Hears how far an archive is written or read. */
@FunctionalInterface
public interface BackupProgress {
  /**
   * Called after each piece.
   *
   * @param step what is done
   */
  void at(String step, long bytesDone, long bytesTotal);
}
