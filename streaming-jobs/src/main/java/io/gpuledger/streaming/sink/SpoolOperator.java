package io.gpuledger.streaming.sink;

import io.gpuledger.streaming.fault.FaultPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Writes the rows of one stream to spool files and hands on references to them in front of each
 * checkpoint barrier.
 *
 * <p>It keeps no state: what it holds between two barriers is read again after a failure. It is an
 * operator and not a sink writer because only an operator is told the id of the checkpoint whose
 * barrier is about to leave. That id is right for every row of the block: the barrier follows the
 * rows, so the checkpoint covers them, and no earlier barrier did. Where that checkpoint fails and
 * a later one completes, the reference is committed with the later one and keeps its id; no job can
 * ever be restored from a failed checkpoint, so "restored before or after the row" stays exact.
 */
final class SpoolOperator<T> extends AbstractStreamOperator<SpooledBlock>
    implements OneInputStreamOperator<T, SpooledBlock>, BoundedOneInput, RowSink {
  /** Monthly partitions open at once; the one with most bytes is closed beyond that. */
  static final int OPEN_MONTHS_MAX = 24;

  private final SinkSettings settings;
  private final RowEncoder<T> encoder;

  private transient TableLayout layout;
  private transient RowBinaryWriter row;
  private transient Map<Integer, SpoolFile.Writer> open;
  private transient List<SpooledBlock> closed;
  private transient int rowMonth;
  private transient long lastCheckpointId;

  /** Flink calls {@link #initializeState} before anything else. */
  @SuppressWarnings("NullAway.Init")
  SpoolOperator(SinkSettings settings, RowEncoder<T> encoder) {
    this.settings = settings;
    this.encoder = encoder;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    lastCheckpointId = context.getRestoredCheckpointId().orElse(0);
    layout = encoder.layout();
    row = new RowBinaryWriter();
    open = new HashMap<>();
    closed = new ArrayList<>();
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    encoder.encode(element.getValue(), this);
  }

  @Override
  public RowBinaryWriter startRow(int month) {
    row.clear();
    rowMonth = month;
    return row;
  }

  @Override
  public void endRow() {
    encodedRow(rowMonth, row.buffer(), 0, row.length());
  }

  @Override
  public void encodedRow(int month, byte[] bytes, int offset, int length) {
    try {
      SpoolFile.Writer file = open.get(month);
      if (file == null) {
        file = openMonth(month);
      }
      file.row(bytes, offset, length);
      if (file.rows() >= settings.blockRowsMax() || file.bytes() >= settings.blockBytesMax()) {
        closeMonth(month);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("spool of table " + layout.table(), broken);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    emitBlocks(checkpointId);
    lastCheckpointId = checkpointId;
  }

  /** A stream that ends is covered by the checkpoint that follows its last row. */
  @Override
  public void endInput() throws Exception {
    emitBlocks(lastCheckpointId + 1);
  }

  @Override
  public void close() throws Exception {
    if (open != null) {
      discardUnreferenced();
    }
    super.close();
  }

  /**
   * Removes the files that no reference was made of: their rows are read again. A file whose
   * reference has left is kept, because a checkpoint that holds it may complete or be complete.
   */
  private void discardUnreferenced() {
    for (SpoolFile.Writer file : open.values()) {
      try {
        file.discard();
      } catch (IOException left) {
        LOG.warn("spool file {} is left behind", file.path(), left);
      }
    }
    for (SpooledBlock block : closed) {
      try {
        Path path = new Path(block.path());
        path.getFileSystem().delete(path, false);
      } catch (IOException left) {
        LOG.warn("spool file {} is left behind", block.path(), left);
      }
    }
    open.clear();
    closed.clear();
  }

  private void emitBlocks(long checkpointId) throws IOException {
    for (Integer month : List.copyOf(open.keySet())) {
      closeMonth(month);
    }
    if (closed.isEmpty()) {
      return;
    }
    FaultPoint.SPOOL_WRITTEN.reached();
    for (SpooledBlock block : closed) {
      output.collect(new StreamRecord<>(covered(block, checkpointId)));
    }
    closed.clear();
  }

  private SpoolFile.Writer openMonth(int month) throws IOException {
    if (open.size() >= OPEN_MONTHS_MAX) {
      int largest = -1;
      long largestBytes = -1;
      for (Map.Entry<Integer, SpoolFile.Writer> entry : open.entrySet()) {
        if (entry.getValue().bytes() > largestBytes) {
          largest = entry.getKey();
          largestBytes = entry.getValue().bytes();
        }
      }
      closeMonth(largest);
    }
    String name = layout.table() + "-" + month + "-" + UUID.randomUUID() + ".rows";
    SpoolFile.Writer file =
        new SpoolFile.Writer(new Path(settings.launchDirectory() + "/" + name), layout);
    open.put(month, file);
    return file;
  }

  private void closeMonth(int month) throws IOException {
    SpoolFile.Writer file = open.remove(month);
    if (file == null) {
      throw new IllegalStateException("no open block of month " + month);
    }
    file.close();
    closed.add(
        new SpooledBlock(
            UUID.randomUUID().toString(),
            settings.job(),
            settings.generation(),
            0,
            settings.launch(),
            layout.table(),
            month,
            file.path().toString(),
            file.bytes(),
            file.crc32c(),
            file.rows()));
  }

  private static SpooledBlock covered(SpooledBlock block, long checkpointId) {
    return new SpooledBlock(
        block.token(),
        block.job(),
        block.generation(),
        checkpointId,
        block.launch(),
        block.table(),
        block.month(),
        block.path(),
        block.bytes(),
        block.crc32c(),
        block.rows());
  }
}
