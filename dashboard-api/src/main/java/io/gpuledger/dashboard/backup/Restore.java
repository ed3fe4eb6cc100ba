package io.gpuledger.dashboard.backup;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Makes a data directory of an archive: beside its place, which it takes when it is whole. */
public final class Restore {
  /** Room that an instance needs beside what the archive holds, to start. */
  private static final long SPARE_BYTES = 256L << 20;

  private Restore() {}

  /**
   * Restores into a directory that is absent or empty.
   *
   * @throws BackupRefusedException if the archive is not whole, or the directory is not empty; the
   *     directory is then as it was
   * @throws IOException where the disk is too small, too
   */
  public static void into(Path data, BackupReader archive, BackupProgress progress)
      throws IOException, BackupRefusedException {
    Path target = data.toAbsolutePath().normalize();
    Path parent = target.getParent();
    if (parent == null) {
      throw new BackupRefusedException(target + " cannot be a data directory");
    }
    refuseIfUsed(target);
    Files.createDirectories(parent);
    long usable = Files.getFileStore(parent).getUsableSpace();
    if (usable < archive.bytes() + SPARE_BYTES) {
      throw new IOException(
          "the disk of "
              + parent
              + " has "
              + (usable >> 20)
              + " MiB left and the backup needs "
              + ((archive.bytes() + SPARE_BYTES) >> 20));
    }
    Path partial =
        parent.resolve(target.getFileName() + ".restoring." + ProcessHandle.current().pid());
    Trees.delete(partial);
    try {
      Trees.createPrivate(partial);
      archive.restore(partial, progress);
      refuseIfUsed(target);
      Files.deleteIfExists(target);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException used) {
      throw notEmpty(target);
    } finally {
      Trees.delete(partial);
    }
  }

  private static void refuseIfUsed(Path target) throws IOException, BackupRefusedException {
    if (Files.exists(target) && (!Files.isDirectory(target) || !Trees.children(target).isEmpty())) {
      throw notEmpty(target);
    }
  }

  private static BackupRefusedException notEmpty(Path target) {
    return new BackupRefusedException(
        target + " is not empty; a backup is restored into a directory that is absent or empty");
  }
}
