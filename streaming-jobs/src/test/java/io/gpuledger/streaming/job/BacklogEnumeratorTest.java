package io.gpuledger.streaming.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BacklogEnumeratorTest {
  private final Deque<Object> looks = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private final Context context = new Context();
  private final BacklogEnumerator<Split, String> enumerator =
      new BacklogEnumerator<>(
          new Recorded(),
          context,
          () ->
              new BacklogEnumerator.Look() {
                @Override
                public boolean isBehind(java.time.Instant writtenBefore) {
                  Object next = looks.remove();
                  if (next instanceof RuntimeException failure) {
                    throw failure;
                  }
                  return (Boolean) next;
                }

                @Override
                public void close() {
                  calls.add("look closed");
                }
              });

  @Test
  void tells_flink_when_a_backlog_begins_and_when_it_ends() {
    enumerator.start();
    look(false);
    assertThat(context.told).isEmpty();
    look(true);
    look(true);
    assertThat(context.told).containsExactly(true);
    look(false);
    look(false);
    assertThat(context.told).containsExactly(true, false);
    look(true);
    assertThat(context.told).containsExactly(true, false, true);
  }

  @Test
  void a_look_that_fails_changes_nothing_and_the_next_counts() {
    enumerator.start();
    look(true);
    look(new IllegalStateException("Kafka is away"));
    assertThat(context.told).containsExactly(true);
    look(false);
    assertThat(context.told).containsExactly(true, false);
  }

  @Test
  void everything_else_is_left_to_the_enumerator_within() throws Exception {
    enumerator.start();
    enumerator.addReader(1);
    enumerator.handleSplitRequest(1, "host");
    enumerator.addSplitsBack(List.of(new Split()), 2);
    enumerator.handleSourceEvent(3, new SourceEvent() {});
    assertThat(enumerator.snapshotState(4)).isEqualTo("state of 4");
    enumerator.notifyCheckpointComplete(4);
    enumerator.notifyCheckpointAborted(5);
    enumerator.close();
    assertThat(calls)
        .containsExactly(
            "start",
            "reader 1",
            "request 1 host",
            "back [split] 2",
            "event 3",
            "complete 4",
            "aborted 5",
            "close",
            "look closed");
  }

  private void look(Object answer) {
    looks.add(answer);
    context.runAsync();
  }

  private record Split() implements SourceSplit {
    @Override
    public String splitId() {
      return "split";
    }

    @Override
    public String toString() {
      return splitId();
    }
  }

  private final class Recorded implements SplitEnumerator<Split, String> {
    @Override
    public void start() {
      calls.add("start");
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
      calls.add("request " + subtask + " " + host);
    }

    @Override
    public void addSplitsBack(List<Split> splits, int subtask) {
      calls.add("back " + splits + " " + subtask);
    }

    @Override
    public void addReader(int subtask) {
      calls.add("reader " + subtask);
    }

    @Override
    public String snapshotState(long checkpointId) {
      return "state of " + checkpointId;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
      calls.add("complete " + checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) {
      calls.add("aborted " + checkpointId);
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
      calls.add("event " + subtask);
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }

  /** Runs what is asked for asynchronously when the test says so. */
  private static final class Context implements SplitEnumeratorContext<Split> {
    final List<Boolean> told = new ArrayList<>();
    private Runnable asked = () -> {};

    void runAsync() {
      asked.run();
    }

    @Override
    public <T> void callAsync(Callable<T> work, BiConsumer<T, Throwable> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> void callAsync(
        Callable<T> work, BiConsumer<T, Throwable> handler, long initialDelay, long period) {
      asked =
          () -> {
            T result;
            try {
              result = work.call();
            } catch (Exception failure) {
              handler.accept(null, failure);
              return;
            }
            handler.accept(result, null);
          };
    }

    @Override
    public void setIsProcessingBacklog(boolean backlog) {
      told.add(backlog);
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
      return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int currentParallelism() {
      return 1;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
      return Map.of();
    }

    @Override
    public void assignSplits(SplitsAssignment<Split> assignment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void runInCoordinatorThread(Runnable work) {
      throw new UnsupportedOperationException();
    }
  }
}
