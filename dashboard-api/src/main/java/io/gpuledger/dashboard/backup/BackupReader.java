package io.gpuledger.dashboard.backup;

import io.gpuledger.dashboard.backup.BackupManifest.Entry;
import io.gpuledger.dashboard.backup.BackupManifest.Link;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads an archive: its manifest, then its files, each against the manifest. */
public final class BackupReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** The largest manifest that is read: some 200,000 files. */
  private static final long MANIFEST_BYTES_MAX = 64L << 20;

  private final ZipFile zip;
  private final BackupManifest manifest;

  private BackupReader(ZipFile zip, BackupManifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * The newest versions that are known here.
   *
   * @param layout of a data directory
   * @param ledgerSchema newest schema file of the ledger
   * @param stateSchema schema version of the operational state
   */
  public record Known(int layout, int ledgerSchema, int stateSchema) {}

  /**
   * Opens an archive and checks its manifest.
   *
   * @throws BackupRefusedException if it is no backup, cut off, incomplete, or of a newer version
   */
  public static BackupReader open(Path archive, Known known)
      throws IOException, BackupRefusedException {
    ZipFile zip;
    try {
      zip = new ZipFile(archive.toFile());
    } catch (ZipException notWhole) {
      throw new BackupRefusedException("it is no backup, or it is cut off");
    }
    try {
      BackupReader reader = new BackupReader(zip, manifest(zip));
      reader.refuseNewer(known);
      reader.refuseIncomplete();
      return reader;
    } catch (IOException | BackupRefusedException refused) {
      zip.close();
      throw refused;
    }
  }

  public BackupPoint point() {
    return manifest.point();
  }

  /** Bytes of the files once they are restored. */
  public long bytes() {
    return manifest.bytes();
  }

  /** Number of files. */
  public int files() {
    return manifest.files().size();
  }

  /**
   * Writes all files below a folder that is empty.
   *
   * @throws BackupRefusedException if a file is not as the manifest says
   */
  public void restore(Path folder, BackupProgress progress)
      throws IOException, BackupRefusedException {
    long done = 0;
    for (Entry file : manifest.files()) {
      Path target = inside(folder, file.path());
      Files.createDirectories(target.getParent());
      try (InputStream in = zip.getInputStream(zip.getEntry(file.path()));
          OutputStream out = Files.newOutputStream(target)) {
        copy(file, in, out);
      } catch (ZipException damaged) {
        throw damaged(file);
      }
      done += file.bytes();
      progress.at("restoring", done, bytes());
    }
    for (Link link : manifest.links()) {
      Path target = inside(folder, link.path());
      Path pointed = target.resolveSibling(link.target()).normalize();
      inside(folder, folder.relativize(pointed).toString());
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, Path.of(link.target()));
    }
  }

  private static void copy(Entry file, InputStream in, OutputStream out)
      throws IOException, BackupRefusedException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      bytes += read;
      if (bytes > file.bytes()) {
        throw damaged(file);
      }
      digest.update(buffer, 0, read);
      out.write(buffer, 0, read);
    }
    if (bytes != file.bytes() || !Digests.hex(digest).equals(file.sha256())) {
      throw damaged(file);
    }
  }

  private static BackupRefusedException damaged(Entry file) {
    return new BackupRefusedException(file.path() + " in it is not what was backed up");
  }

  private static BackupManifest manifest(ZipFile zip) throws IOException, BackupRefusedException {
    ZipEntry entry = zip.getEntry(BackupManifest.NAME);
    if (entry == null) {
      throw new BackupRefusedException("it has no manifest, so it is no backup of GpuLedger");
    }
    if (entry.getSize() > MANIFEST_BYTES_MAX) {
      throw new BackupRefusedException("its manifest is larger than 64 MiB");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return BackupManifest.parse(in.readNBytes((int) MANIFEST_BYTES_MAX));
    } catch (ZipException damaged) {
      throw new BackupRefusedException("its manifest is damaged");
    }
  }

  private void refuseNewer(Known known) throws BackupRefusedException {
    BackupPoint point = manifest.point();
    if (point.layout() > known.layout()
        || point.ledgerSchema() > known.ledgerSchema()
        || point.stateSchema() > known.stateSchema()) {
      throw new BackupRefusedException(
          String.format(
              Locale.ROOT,
              "GpuLedger %s wrote it with layout %d, ledger schema %d and state schema %d; this"
                  + " version knows up to %d, %d and %d. Restore it with that version or a newer"
                  + " one",
              point.productVersion(),
              point.layout(),
              point.ledgerSchema(),
              point.stateSchema(),
              known.layout(),
              known.ledgerSchema(),
              known.stateSchema()));
    }
  }

  private void refuseIncomplete() throws BackupRefusedException {
    Set<String> held =
        Collections.list(zip.entries()).stream()
            .map(ZipEntry::getName)
            .collect(Collectors.toCollection(HashSet::new));
    held.remove(BackupManifest.NAME);
    List<String> listed = manifest.files().stream().map(Entry::path).toList();
    for (String path : listed) {
      if (!held.remove(path)) {
        throw new BackupRefusedException(path + " is missing in it, or stands in it twice");
      }
    }
    if (!held.isEmpty()) {
      throw new BackupRefusedException(
          "it holds files that its manifest does not name, such as " + held.iterator().next());
    }
    if (listed.isEmpty()) {
      throw new BackupRefusedException("its manifest names no files");
    }
  }

  /** A path that does not lead out of the folder. */
  private static Path inside(Path folder, String path) throws BackupRefusedException {
    Path target = folder.resolve(path).normalize();
    if (path.isEmpty() || !target.startsWith(folder) || target.equals(folder)) {
      throw new BackupRefusedException("a path in it leads out of the data directory: " + path);
    }
    return target;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
