package io.gpuledger.dashboard.cli;

import io.gpuledger.dashboard.launcher.DataDirectoryException;
import io.gpuledger.dashboard.launcher.LedgerRuntime;
import io.gpuledger.dashboard.launcher.RunFile;
import io.gpuledger.dashboard.launcher.RuntimeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The instance that a command talks to: the running one, or one started for this command alone. */
final class Instance implements AutoCloseable {
  /** How long a second temporary instance waits for the directory. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(60);

  private final ApiClient api;
  private final @Nullable LedgerRuntime temporary;

  private Instance(ApiClient api, @Nullable LedgerRuntime temporary) {
    this.api = api;
    this.temporary = temporary;
  }

  static Instance connect(GlobalOptions options, Console console) {
    Path data = options.data();
    Optional<RunFile> running = RunFile.read(data);
    if (running.isPresent()) {
      return new Instance(new ApiClient(running.get().url(), running.get().token()), null);
    }
    RuntimeSettings settings = RuntimeSettings.temporary(data, options.config());
    long deadline = System.nanoTime() + LOCK_TIMEOUT.toNanos();
    while (true) {
      try {
        LedgerRuntime runtime = LedgerRuntime.start(settings, line -> console.say("  " + line));
        return new Instance(new ApiClient(runtime.url(), runtime.token()), runtime);
      } catch (DataDirectoryException inUse) {
        Optional<RunFile> other = RunFile.read(data);
        if (other.isPresent()) {
          return new Instance(new ApiClient(other.get().url(), other.get().token()), null);
        }
        if (System.nanoTime() > deadline) {
          throw new CommandFailure(ExitCode.OUTSIDE_FAILED, String.valueOf(inUse.getMessage()));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
      }
    }
  }

  ApiClient api() {
    return api;
  }

  /** The API as spoken by whose token a file holds; without a file by the instance itself. */
  ApiClient api(@Nullable Path tokenFile) {
    return tokenFile == null ? api : api.withTokenOf(tokenFile);
  }

  @Override
  public void close() {
    if (temporary != null) {
      temporary.close();
    }
  }
}
