package io.gpuledger.streaming.job;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An enumerator that now and then looks how far behind its readers are, and tells Flink. */
final class BacklogEnumerator<S extends SourceSplit, C> implements SplitEnumerator<S, C> {
  private static final Logger LOG = LoggerFactory.getLogger(BacklogEnumerator.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Clock CLOCK = Clock.systemUTC();

  /** Records that have waited for less are no backlog. */
  private static final Duration BACKLOG_AGE = Duration.ofSeconds(30);

  /** How far behind readers are. */
  interface Look extends AutoCloseable {
    /**
     * Whether a record that was written before an instant has yet to be read.
     *
     * @throws IllegalStateException if that cannot be told
     */
    boolean isBehind(Instant writtenBefore);

    @Override
    void close();
  }

  private final SplitEnumerator<S, C> enumerator;
  private final SplitEnumeratorContext<S> context;
  private final Supplier<Look> opening;
  private @Nullable Look look;
  private boolean backlog;

  BacklogEnumerator(
      SplitEnumerator<S, C> enumerator, SplitEnumeratorContext<S> context, Supplier<Look> opening) {
    this.enumerator = enumerator;
    this.context = context;
    this.opening = opening;
  }

  @Override
  public void start() {
    enumerator.start();
    Look opened = opening.get();
    look = opened;
    context.callAsync(
        () -> opened.isBehind(CLOCK.instant().minus(BACKLOG_AGE)),
        this::tell,
        0,
        LOOK_EVERY.toMillis());
  }

  /** What Kafka does not answer changes nothing: only the length of an interval hangs on it. */
  private void tell(@Nullable Boolean behind, @Nullable Throwable failure) {
    if (failure != null || behind == null) {
      LOG.debug("cannot tell whether there is a backlog", failure);
    } else if (behind != backlog) {
      backlog = behind;
      LOG.info(behind ? "works off a backlog" : "has worked off its backlog");
      context.setIsProcessingBacklog(behind);
    }
  }

  @Override
  public void handleSplitRequest(int subtask, @Nullable String host) {
    enumerator.handleSplitRequest(subtask, host);
  }

  @Override
  public void addSplitsBack(List<S> splits, int subtask) {
    enumerator.addSplitsBack(splits, subtask);
  }

  @Override
  public void addReader(int subtask) {
    enumerator.addReader(subtask);
  }

  @Override
  public C snapshotState(long checkpointId) throws Exception {
    return enumerator.snapshotState(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    enumerator.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    enumerator.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void handleSourceEvent(int subtask, SourceEvent event) {
    enumerator.handleSourceEvent(subtask, event);
  }

  @Override
  public void close() throws IOException {
    try {
      enumerator.close();
    } finally {
      if (look != null) {
        look.close();
      }
    }
  }
}
