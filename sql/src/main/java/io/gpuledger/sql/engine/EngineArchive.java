package io.gpuledger.sql.engine;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The npm archive that carries the engine: fetched, checked, and its one file taken out. */
final class EngineArchive {
  private static final int TAR_BLOCK_BYTES = 512;
  private static final int COPY_BUFFER_BYTES = 1 << 20;

  /** Brings the archive of a package into a folder. */
  interface Fetcher {
    /** Fetches {@code package@version} into {@code folder} and returns the archive. */
    Path fetch(String packageAndVersion, Path folder) throws IOException, InterruptedException;
  }

  private EngineArchive() {}

  static Fetcher npm() {
    return EngineArchive::npmPack;
  }

  static Path fetchInto(
      Path directory,
      String fileName,
      EnginePlatform platform,
      Fetcher fetcher,
      Consumer<String> progress)
      throws IOException {
    Path folder = Files.createTempDirectory(directory, "fetch-");
    try {
      String wanted = platform.packageName() + "@" + EngineLibrary.VERSION;
      progress.accept("fetching the ClickHouse engine through npm (" + wanted + ", 180 MB)");
      Path archive = fetcher.fetch(wanted, folder);
      progress.accept("checking and unpacking the engine");
      checkDigest(archive, platform);
      Path unpacked = folder.resolve(fileName);
      extract(archive, "package/" + fileName, unpacked);
      Path target = directory.resolve(fileName);
      Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
      return target;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailableException("interrupted while the engine was being fetched", e);
    } finally {
      deleteAll(folder);
    }
  }

  private static Path npmPack(String packageAndVersion, Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("npm.txt");
    Process process;
    try {
      process =
          new ProcessBuilder(
                  List.of("npm", "pack", packageAndVersion, "--silent", "--no-update-notifier"))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "npm is needed once to fetch the ClickHouse engine and was not found; install Node.js"
              + " with npm, or set "
              + EngineLibrary.ENVIRONMENT_VARIABLE
              + " to a libchdb.so of your own",
          e);
    }
    boolean ended = EngineLibrary.waitFor(process);
    if (!ended) {
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      throw new EngineUnavailableException(
          "npm could not fetch "
              + packageAndVersion
              + (ended ? "" : " within " + EngineLibrary.FETCH_MINUTES_MAX + " minutes")
              + ": "
              + Files.readString(output).strip());
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new IOException("npm pack left no archive in " + folder));
    }
  }

  private static void checkDigest(Path archive, EnginePlatform platform) throws IOException {
    if (platform.sha512().isEmpty()) {
      return;
    }
    String expected = platform.sha512().orElseThrow();
    String found = sha512(archive);
    if (!found.equals(expected)) {
      throw new EngineUnavailableException(
          "the archive of "
              + platform.packageName()
              + "@"
              + EngineLibrary.VERSION
              + " has sha512 "
              + found
              + ", expected "
              + expected
              + "; it was not used");
    }
  }

  static String sha512(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
    byte[] buffer = new byte[COPY_BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /** Takes one file out of a gzipped tar, the only thing we need of that format. */
  static void extract(Path archive, String entryName, Path target) throws IOException {
    try (InputStream in =
        new BufferedInputStream(
            new GZIPInputStream(Files.newInputStream(archive), COPY_BUFFER_BYTES),
            COPY_BUFFER_BYTES)) {
      byte[] header = new byte[TAR_BLOCK_BYTES];
      while (in.readNBytes(header, 0, TAR_BLOCK_BYTES) == TAR_BLOCK_BYTES && header[0] != 0) {
        long size = Long.parseLong(text(header, 124, 12), 8);
        if (text(header, 0, 100).equals(entryName)) {
          copy(in, target, size);
          return;
        }
        long padded = (size + TAR_BLOCK_BYTES - 1) / TAR_BLOCK_BYTES * TAR_BLOCK_BYTES;
        in.skipNBytes(padded);
      }
    }
    throw new IOException(archive.getFileName() + " does not hold " + entryName);
  }

  private static String text(byte[] header, int offset, int length) {
    String field = new String(header, offset, length, StandardCharsets.US_ASCII);
    int end = field.indexOf('\0');
    return (end < 0 ? field : field.substring(0, end)).strip();
  }

  private static void copy(InputStream in, Path target, long size) throws IOException {
    byte[] buffer = new byte[COPY_BUFFER_BYTES];
    try (OutputStream out = Files.newOutputStream(target)) {
      long left = size;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new EOFException("the archive ends " + left + " bytes early");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
