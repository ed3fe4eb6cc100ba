package io.gpuledger.streaming.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Flink's Sink V2 over block references: the writer collects them, the committer inserts them. */
final class BlockSink implements Sink<SpooledBlock>, SupportsCommitter<SpooledBlock> {
  private static final long serialVersionUID = 1L;

  private final SinkSettings settings;

  BlockSink(SinkSettings settings) {
    this.settings = settings;
  }

  @Override
  public SinkWriter<SpooledBlock> createWriter(WriterInitContext context) {
    return new Writer();
  }

  @Override
  public Committer<SpooledBlock> createCommitter(CommitterInitContext context) {
    return new BlockCommitter(
        settings, new LedgerBlockStore(settings), context.getRestoredCheckpointId().orElse(0));
  }

  @Override
  public SimpleVersionedSerializer<SpooledBlock> getCommittableSerializer() {
    return new SpooledBlockSerializer();
  }

  private static final class Writer implements CommittingSinkWriter<SpooledBlock, SpooledBlock> {
    private List<SpooledBlock> blocks = new ArrayList<>();

    @Override
    public void write(SpooledBlock block, Context context) {
      blocks.add(block);
    }

    @Override
    public void flush(boolean endOfInput) {
      // Blocks are closed files already.
    }

    @Override
    public Collection<SpooledBlock> prepareCommit() throws IOException {
      List<SpooledBlock> covered = blocks;
      blocks = new ArrayList<>();
      return covered;
    }

    @Override
    public void close() {
      // Holds nothing but references.
    }
  }
}
