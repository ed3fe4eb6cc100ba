package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.AllocationLine;
import io.gpuledger.sql.client.EngineException;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.streaming.sink.NativeBlock;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Stores lines in blocks, two on their way while the next is filled. A block that the engine does
 * not confirm is sent again with its token, so it is stored once.
 */
final class LineBlocks implements AutoCloseable {
  /** Most bytes of a block. */
  static final int BLOCK_BYTES = 40 << 20;

  /** The engine refuses a block that spans more than 100 monthly partitions. */
  static final int BLOCK_MONTHS = 90;

  private static final int ATTEMPTS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int BLOCKS_UNDER_WAY = 2;

  private final LedgerClient client;
  private final UUID runId;
  private final ExecutorService sender =
      Executors.newFixedThreadPool(BLOCKS_UNDER_WAY, LineBlocks::thread);
  private final Deque<Future<?>> underWay = new ArrayDeque<>();
  private final Set<YearMonth> blockMonths = new HashSet<>();
  private final Set<YearMonth> allMonths = new HashSet<>();
  private final RowBinaryWriter ofCharge = new RowBinaryWriter();
  private RowBinaryWriter block = new RowBinaryWriter();
  private RowBinaryWriter spare = new RowBinaryWriter();
  private int blockNo;

  LineBlocks(LedgerClient client, UUID runId) {
    this.client = client;
    this.runId = runId;
  }

  void add(Cell cell, ChargeRow row, List<AllocationLine> lines) {
    YearMonth month = YearMonth.from(cell.key.day());
    if (!blockMonths.contains(month) && blockMonths.size() == BLOCK_MONTHS) {
      flush();
    }
    blockMonths.add(month);
    ofCharge.clear();
    LineColumns.ofCharge(cell, row, ofCharge);
    for (AllocationLine line : lines) {
      block.raw(ofCharge.buffer(), 0, ofCharge.length());
      LineColumns.ofLine(line, block);
    }
    if (block.length() >= BLOCK_BYTES) {
      flush();
    }
  }

  /** Months of all lines, after {@link #finish}. */
  Set<YearMonth> months() {
    return Set.copyOf(allMonths);
  }

  /** Stores what is left and waits for all of it. */
  void finish() {
    flush();
    while (!underWay.isEmpty()) {
      await(underWay.removeFirst());
    }
  }

  private void flush() {
    if (block.length() == 0) {
      return;
    }
    while (underWay.size() >= BLOCKS_UNDER_WAY) {
      await(underWay.removeFirst());
    }
    RowBinaryWriter full = block;
    String token = runId + "/" + blockNo++;
    byte[] bytes = full.toBytes();
    underWay.addLast(sender.submit(() -> send(token, bytes)));
    full.clear();
    block = spare;
    spare = full;
    allMonths.addAll(blockMonths);
    blockMonths.clear();
  }

  private void send(String token, byte[] bytes) {
    retry(
        () ->
            client.insertNative(
                LineColumns.LAYOUT.table(),
                LineColumns.NAMES,
                token,
                () -> new NativeBlock(LineColumns.LAYOUT.columns(), bytes)));
  }

  /** Runs an insert that carries a token until the engine confirms it. */
  static void retry(Runnable insert) {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        insert.run();
        return;
      } catch (EngineException e) {
        if (!e.retriable() || attempt == ATTEMPTS) {
          throw e;
        }
        try {
          Thread.sleep(pause.toMillis());
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
        pause = pause.multipliedBy(2);
      }
    }
  }

  private static void await(Future<?> sent) {
    try {
      sent.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while lines were being stored", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("lines could not be stored", e.getCause());
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "allocation-lines");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    sender.shutdownNow();
  }
}
