package io.gpuledger.sql.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Finds the engine's native library, and fetches it once through npm when it is not there.
 *
 * <p>The library is looked for in {@code GPULEDGER_ENGINE_LIBRARY}, then in the cache {@code
 * ${XDG_CACHE_HOME:-~/.cache}/gpuledger/engine/VERSION/}. It is fetched with {@code npm pack}, so
 * the user's own registry settings hold; the archive must have the pinned sha512. Two processes
 * that want it at once fetch it once.
 */
public final class EngineLibrary {
  /** The version of the npm packages that carry the engine. */
  public static final String VERSION = "26.7.3-stable.1";

  /** Names a library file of the user's own, which is then taken as it is. */
  public static final String ENVIRONMENT_VARIABLE = "GPULEDGER_ENGINE_LIBRARY";

  private static final String FILE_NAME = "libchdb.so";
  private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

  private final Map<String, String> environment;
  private final Path home;
  private final EngineArchive.Fetcher fetcher;

  EngineLibrary(Map<String, String> environment, Path home, EngineArchive.Fetcher fetcher) {
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.fetcher = fetcher;
  }

  /** The library of this machine, without fetching it. */
  public static Optional<Path> find() {
    return ofThisMachine().findFile();
  }

  /**
   * The library of this machine, fetched if it is not there.
   *
   * @param progress told in one line each what is being done; never called when nothing is
   * @throws EngineUnavailableException with the way to mend it
   */
  public static Path findOrFetch(Consumer<String> progress) {
    return ofThisMachine().findOrFetchFile(progress);
  }

  private static EngineLibrary ofThisMachine() {
    return new EngineLibrary(
        System.getenv(), Path.of(System.getProperty("user.home", ".")), EngineArchive.npm());
  }

  Optional<Path> findFile() {
    String named = environment.getOrDefault(ENVIRONMENT_VARIABLE, "");
    if (!named.isEmpty()) {
      Path file = Path.of(named);
      if (!Files.isRegularFile(file)) {
        throw new EngineUnavailableException(
            ENVIRONMENT_VARIABLE + " names " + named + ", which is not a file");
      }
      return Optional.of(file);
    }
    Path cached = directory().resolve(FILE_NAME);
    return Files.isRegularFile(cached) ? Optional.of(cached) : Optional.empty();
  }

  Path findOrFetchFile(Consumer<String> progress) {
    Optional<Path> found = findFile();
    if (found.isPresent()) {
      return found.orElseThrow();
    }
    IN_THIS_PROCESS.lock();
    try {
      Files.createDirectories(directory());
      return fetchUnderLock(progress);
    } catch (IOException e) {
      throw new EngineUnavailableException(
          "the engine library cannot be stored under " + directory() + ": " + e.getMessage(), e);
    } finally {
      IN_THIS_PROCESS.unlock();
    }
  }

  private Path fetchUnderLock(Consumer<String> progress) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                directory().resolve("fetch.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = waitForLock(channel, progress)) {
      if (!lock.isValid()) {
        throw new IOException("the lock of the cache was lost");
      }
      Optional<Path> fetchedMeanwhile = findFile();
      if (fetchedMeanwhile.isPresent()) {
        return fetchedMeanwhile.orElseThrow();
      }
      return EngineArchive.fetchInto(
          directory(), FILE_NAME, EnginePlatform.current(), fetcher, progress);
    }
  }

  private static FileLock waitForLock(FileChannel channel, Consumer<String> progress)
      throws IOException {
    FileLock lock = tryLock(channel);
    if (lock != null) {
      return lock;
    }
    progress.accept("another process is fetching the engine; waiting for it");
    try {
      return channel.lock();
    } catch (OverlappingFileLockException e) {
      throw new UncheckedIOException(new IOException("the cache is locked by this process", e));
    }
  }

  @SuppressWarnings("NullAway") // The JDK answers null when another process holds the lock.
  private static FileLock tryLock(FileChannel channel) throws IOException {
    return channel.tryLock();
  }

  private Path directory() {
    String cacheHome = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path cache = cacheHome.isEmpty() ? home.resolve(".cache") : Path.of(cacheHome);
    return cache.resolve("gpuledger").resolve("engine").resolve(VERSION);
  }

  /** How long {@code npm pack} may take before it is given up, in minutes. */
  static final long FETCH_MINUTES_MAX = 30;

  static boolean waitFor(Process process) throws InterruptedException {
    return process.waitFor(FETCH_MINUTES_MAX, TimeUnit.MINUTES);
  }
}
