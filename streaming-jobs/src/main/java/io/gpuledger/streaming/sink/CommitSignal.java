package io.gpuledger.streaming.sink;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells listeners in this process that a job's checkpoint was committed, so that they need not wait
 * for their next look at {@code sink_commits}. A hint only: across processes it is silent.
 */
public final class CommitSignal {
  private static final List<Consumer<String>> LISTENERS = new CopyOnWriteArrayList<>();

  private CommitSignal() {}

  /** Calls the listener with the job's name after each commit, on the committer's thread. */
  public static AutoCloseable listen(Consumer<String> listener) {
    LISTENERS.add(listener);
    return () -> LISTENERS.remove(listener);
  }

  static void raise(String job) {
    LISTENERS.forEach(listener -> listener.accept(job));
  }
}
