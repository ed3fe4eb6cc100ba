package io.gpuledger.dashboard.backup;

import io.gpuledger.dashboard.backup.BackupManifest.Entry;
import io.gpuledger.dashboard.backup.BackupManifest.Link;
import io.gpuledger.streaming.fault.FaultPoint;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a copied data directory as one archive, a ZIP file: its manifest first, then its files.
 * The files are read twice, for the manifest and for the archive, and never held in memory.
 */
public final class BackupWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final BackupProgress progress;

  public BackupWriter(Path folder, BackupProgress progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * What was written.
   *
   * @param bytes of the files, before they were compressed
   */
  public record Written(BackupPoint point, int files, long bytes) {}

  /**
   * Writes the archive.
   *
   * @throws IOException also where a file of the copy changed meanwhile
   */
  public Written write(OutputStream out) throws IOException {
    BackupManifest manifest = manifest();
    try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER_BYTES))) {
      zip.setLevel(Deflater.BEST_SPEED);
      zip.putNextEntry(entry(BackupManifest.NAME, manifest));
      zip.write(manifest.toJson());
      zip.closeEntry();
      long total = manifest.bytes();
      long done = 0;
      for (Entry file : manifest.files()) {
        zip.putNextEntry(entry(file.path(), manifest));
        String sha256 = copy(folder.resolve(file.path()), zip, done, total, "writing");
        zip.closeEntry();
        if (!sha256.equals(file.sha256())) {
          throw new IOException(file.path() + " changed while it was backed up");
        }
        done += file.bytes();
        FaultPoint.BACKUP_FILE_WRITTEN.reached();
      }
    }
    return new Written(manifest.point(), manifest.files().size(), manifest.bytes());
  }

  private BackupManifest manifest() throws IOException {
    BackupPoint point = BackupPoint.read(folder);
    List<Path> found = new ArrayList<>(Trees.files(folder));
    found.remove(folder.resolve(BackupPoint.FILE));
    long total = 0;
    for (Path file : found) {
      total += Files.isSymbolicLink(file) ? 0 : Files.size(file);
    }
    List<Entry> files = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    long done = 0;
    for (Path file : found) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      if (Files.isSymbolicLink(file)) {
        links.add(new Link(path, Files.readSymbolicLink(file).toString().replace('\\', '/')));
      } else {
        String sha256 = copy(file, OutputStream.nullOutputStream(), done, total, "checking");
        files.add(new Entry(path, Files.size(file), sha256));
        done += Files.size(file);
      }
    }
    return new BackupManifest(point, files, links);
  }

  private static ZipEntry entry(String path, BackupManifest manifest) {
    ZipEntry entry = new ZipEntry(path);
    entry.setTimeLocal(manifest.point().takenAt().atOffset(ZoneOffset.UTC).toLocalDateTime());
    return entry;
  }

  private String copy(Path file, OutputStream out, long before, long total, String step)
      throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    long done = before;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        done += read;
        progress.at(step, done, total);
      }
    }
    return Digests.hex(digest);
  }
}
