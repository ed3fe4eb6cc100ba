package io.gpuledger.sql.engine;

import com.sun.jna.Pointer;
import io.gpuledger.sql.client.EngineException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ClickHouse engine in this process on one data directory. Safe for many threads.
 *
 * <p>Each statement gets a native connection of its own (0.2 ms), so its settings end with it. At
 * most {@link EngineOptions#maxStatements} run at a time, at most {@link EngineOptions#maxWaiting}
 * wait for their turn, and one more is refused with the engine's code 202.
 */
public final class EmbeddedEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEngine.class);

  /** The operating system's lowest priority for threads that merge. */
  private static final int MERGE_NICENESS = 19;

  /** The longest text of a statement, without the data of an INSERT. */
  static final int STATEMENT_BYTES_MAX = 16 << 20;

  /** How long a statement may wait for its turn. */
  static final Duration WAIT_MAX = Duration.ofMinutes(1);

  /** How long closing waits for cancelled statements to end. */
  static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(30);

  private static final int TOO_MANY_STATEMENTS = 202;
  private static final int INVALID_SETTING = 36;
  private static final Duration KILL_INTERVAL = Duration.ofMillis(50);
  private static final AtomicBoolean OPEN_IN_THIS_PROCESS = new AtomicBoolean();

  private final EngineOptions options;
  private final DirectoryLock lock;
  private final Pointer keeper;
  private final Semaphore turns;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong nextSession = new AtomicLong();
  private final Set<EngineSession> sessions = ConcurrentHashMap.newKeySet();
  private final ExecutorService killer;
  private volatile boolean closing;

  private EmbeddedEngine(EngineOptions options, DirectoryLock lock, Pointer keeper) {
    this.options = options;
    this.lock = lock;
    this.keeper = keeper;
    this.turns = new Semaphore(options.maxStatements(), true);
    this.killer =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "engine-kill");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Opens the engine on its directory.
   *
   * @throws EngineUnavailableException if another process has the directory, this process already
   *     has an engine open, or the engine refuses the directory
   */
  public static EmbeddedEngine open(EngineOptions options) {
    DirectoryLock lock = DirectoryLock.take(options.directory());
    boolean opened = false;
    if (!OPEN_IN_THIS_PROCESS.compareAndSet(false, true)) {
      lock.close();
      throw new EngineUnavailableException(
          "this process already has an engine open; the engine serves one directory per process");
    }
    try {
      LibChdb.load(options.library());
      Pointer keeper = connect(bootArguments(options));
      EmbeddedEngine engine = new EmbeddedEngine(options, lock, keeper);
      opened = true;
      return engine;
    } finally {
      if (!opened) {
        OPEN_IN_THIS_PROCESS.set(false);
        lock.close();
      }
    }
  }

  private static List<String> bootArguments(EngineOptions options) {
    Path directory = options.directory();
    try {
      Files.createDirectories(directory.resolve("tmp"));
    } catch (IOException e) {
      throw new EngineUnavailableException("cannot make " + directory + "/tmp", e);
    }
    List<String> arguments = new ArrayList<>(statementArguments(options));
    arguments.add("--max_server_memory_usage=" + options.engineMemoryBytes());
    // Merges can wait; inserts and questions cannot.
    arguments.add("--os_threads_nice_value_merge_mutate=" + MERGE_NICENESS);
    arguments.add("--tmp_path=" + directory.resolve("tmp") + "/");
    arguments.add("--user_files_path=" + directory.resolve("user_files") + "/");
    arguments.add("--log_comment=keeper");
    return arguments;
  }

  /**
   * What holds for every statement: bounded memory, no asynchronous inserts (a committed block must
   * be stored when it is answered), UTC, and the longest statement text.
   */
  private static List<String> statementArguments(EngineOptions options) {
    return List.of(
        "--path=" + options.directory(),
        "--max_memory_usage=" + options.statementMemoryBytes(),
        "--async_insert=0",
        "--session_timezone=UTC",
        "--max_query_size=" + STATEMENT_BYTES_MAX,
        "--allow_introspection_functions=0");
  }

  private static Pointer connect(List<String> arguments) {
    List<String> all = new ArrayList<>();
    all.add("clickhouse");
    all.addAll(arguments);
    NativeText.Table argv = NativeText.arguments(all);
    Pointer connection;
    try {
      connection = LibChdb.chdb_connect(all.size(), argv.pointers());
    } finally {
      Reference.reachabilityFence(argv);
    }
    if (connection == null) {
      throw EngineException.of(
          INVALID_SETTING,
          "Code: 36. DB::Exception: the engine refused a connection with "
              + String.join(" ", arguments)
              + ". (BAD_ARGUMENTS)");
    }
    return connection;
  }

  /** The options it was opened with. */
  public EngineOptions options() {
    return options;
  }

  /**
   * Runs a statement and writes its answer to a stream; for benches and boot code. Everything else
   * speaks to {@link EngineHttpServer}.
   */
  public void run(String sql, String format, OutputStream out) throws IOException {
    try (EngineSession session = begin(Map.of())) {
      session.query(sql, format, Map.of(), out);
    }
  }

  /**
   * Opens a session for one statement, after waiting for its turn.
   *
   * @param settings of the engine, by name, for this statement only
   * @throws EngineException with code 202 if too many wait or the turn does not come in time
   */
  EngineSession begin(Map<String, String> settings) {
    takeTurn();
    boolean begun = false;
    try {
      String id = "s" + nextSession.incrementAndGet();
      List<String> arguments = new ArrayList<>(statementArguments(options));
      settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
      arguments.add("--log_comment=" + id);
      EngineSession session = new EngineSession(this, id, connect(arguments));
      sessions.add(session);
      begun = true;
      return session;
    } finally {
      if (!begun) {
        turns.release();
      }
    }
  }

  private void takeTurn() {
    if (closing) {
      throw EngineException.of(
          236, "Code: 236. DB::Exception: the engine is shutting down. (ABORTED)");
    }
    if (turns.tryAcquire()) {
      return;
    }
    if (waiting.incrementAndGet() > options.maxWaiting()) {
      waiting.decrementAndGet();
      throw tooMany(options.maxWaiting() + " statements wait already");
    }
    try {
      if (!turns.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw tooMany("no turn came within " + WAIT_MAX.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EngineException.of(
          236, "Code: 236. DB::Exception: interrupted while waiting for a turn. (ABORTED)");
    } finally {
      waiting.decrementAndGet();
    }
  }

  static EngineException tooMany(String reason) {
    return EngineException.of(
        TOO_MANY_STATEMENTS,
        "Code: 202. DB::Exception: Too many simultaneous queries: "
            + reason
            + ". (TOO_MANY_SIMULTANEOUS_QUERIES)");
  }

  void release(EngineSession session) {
    sessions.remove(session);
    turns.release();
  }

  /** Statements that run now. */
  int runningStatements() {
    return sessions.size();
  }

  /** Asks the engine to end a session's statement, again and again until it has. */
  void killUntil(String sessionId, BooleanSupplier ended) {
    killer.execute(
        () -> {
          while (!ended.getAsBoolean()) {
            kill(sessionId);
            try {
              TimeUnit.MILLISECONDS.sleep(KILL_INTERVAL.toMillis());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              return;
            }
          }
        });
  }

  private void kill(String sessionId) {
    List<String> arguments = new ArrayList<>(statementArguments(options));
    arguments.add("--log_comment=kill");
    Pointer connection = connect(arguments);
    EngineSession session = new EngineSession(this, "kill", connection);
    // A control connection takes no turn: it must work when all turns are taken.
    try {
      session.queryWhole(
          "KILL QUERY WHERE Settings['log_comment'] = {id:String} ASYNC",
          "TSV",
          Map.of("id", sessionId),
          OutputStream.nullOutputStream());
    } catch (IOException | EngineException e) {
      LOG.warn("cannot cancel statement {}", sessionId, e);
    } finally {
      LibChdb.chdb_close_conn(connection);
    }
  }

  /** Cancels what runs, waits for it, closes every connection, and gives the directory back. */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    sessions.forEach(EngineSession::cancel);
    long deadline = System.nanoTime() + CLOSE_WAIT_MAX.toNanos();
    boolean idle = false;
    try {
      idle =
          turns.tryAcquire(
              options.maxStatements(), deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      killer.shutdown();
      idle &= killer.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!idle) {
      // Closing a connection under a running statement aborts the process; leaving it open does
      // not lose anything that was acknowledged.
      LOG.error(
          "a statement did not end in {} s; the engine stays open", CLOSE_WAIT_MAX.toSeconds());
      return;
    }
    LibChdb.chdb_close_conn(keeper);
    OPEN_IN_THIS_PROCESS.set(false);
    lock.close();
  }
}
