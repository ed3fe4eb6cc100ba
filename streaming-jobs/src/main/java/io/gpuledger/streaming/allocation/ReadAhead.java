package io.gpuledger.streaming.allocation;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands on what a thread of its own reads, in order, so that the engine answers and rows are
 * decoded while earlier ones are worked on. One reader, one taker.
 */
final class ReadAhead {
  /** Most items that wait to be taken. */
  static final int ITEMS_AHEAD = 1;

  private static final int CLOSE_SECONDS = 30;

  private ReadAhead() {}

  private record Item<T>(@Nullable T value, @Nullable Throwable failure) {}

  /**
   * Reads to the end; returns when all has been taken.
   *
   * @param source sends what it reads to the consumer it is given, on another thread
   * @param taker called on this thread, for each item in the order it was sent
   * @throws RuntimeException as the source or the taker threw; nothing is read any more by then. An
   *     Error of the source, such as a full heap, is thrown on likewise.
   */
  static <T> void forEach(Consumer<Consumer<T>> source, Consumer<T> taker) {
    BlockingQueue<Item<T>> items = new ArrayBlockingQueue<>(ITEMS_AHEAD);
    ExecutorService reader = Executors.newSingleThreadExecutor(ReadAhead::thread);
    try {
      reader.execute(() -> read(source, items));
      while (true) {
        Item<T> item = items.take();
        if (item.failure instanceof Error broken) {
          throw broken;
        }
        if (item.failure instanceof RuntimeException failed) {
          throw failed;
        }
        if (item.value == null) {
          return;
        }
        taker.accept(item.value);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while charges were being read", e);
    } finally {
      close(reader);
    }
  }

  private static <T> void read(Consumer<Consumer<T>> source, BlockingQueue<Item<T>> items) {
    Item<T> last = new Item<>(null, null);
    try {
      source.accept(value -> put(items, new Item<>(value, null)));
    } catch (RuntimeException | Error failed) {
      // Whatever it is: without a last item the taker would wait for ever.
      last = new Item<>(null, failed);
    }
    put(items, last);
  }

  private static <T> void put(BlockingQueue<Item<T>> items, Item<T> item) {
    try {
      items.put(item);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("nobody takes what is read");
    }
  }

  private static void close(ExecutorService reader) {
    reader.shutdownNow();
    try {
      if (!reader.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "the reader of charges did not end within " + CLOSE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "allocation-reader");
    thread.setDaemon(true);
    return thread;
  }
}
