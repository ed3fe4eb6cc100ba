package io.gpuledger.streaming.sink;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The sink of a job into all its tables.
 *
 * <pre>{@code
 * LedgerSink ledger = new LedgerSink(settings);
 * ledger.write(usage, new UsageEncoder());
 * ledger.write(samples, new SampleEncoder());
 * ledger.attach();
 * }</pre>
 *
 * <p>Each stream is spooled at its own parallelism; the references of all streams meet in one
 * committer, which is why a checkpoint is committed in all its tables or, so far, in none that a
 * reader may see.
 */
public final class LedgerSink {
  private final SinkSettings settings;
  private final List<DataStream<SpooledBlock>> spooled = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  public LedgerSink(SinkSettings settings) {
    this.settings = settings;
  }

  /** Writes a stream to the encoder's table. At most one stream a table. */
  public <T> void write(DataStream<T> rows, RowEncoder<T> encoder) {
    write(rows, encoder, encoder.layout().table());
  }

  /**
   * Writes one of several streams to the encoder's table.
   *
   * @param name of the stream in this job, stable over versions: state is found by it
   */
  public <T> void write(DataStream<T> rows, RowEncoder<T> encoder, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(settings.job() + ": two streams named " + name);
    }
    spooled.add(
        rows.transform(
                "spool " + name,
                TypeInformation.of(SpooledBlock.class),
                new SpoolOperator<>(settings, encoder))
            .uid("spool-" + name));
  }

  /** Joins the streams into the committer. Call once, last. */
  public void attach() {
    if (spooled.isEmpty()) {
      throw new IllegalStateException(settings.job() + ": no stream to write");
    }
    DataStream<SpooledBlock> all = spooled.get(0);
    if (spooled.size() > 1) {
      all = all.union(spooled.subList(1, spooled.size()).toArray(newArray()));
    }
    all.sinkTo(new BlockSink(settings))
        .setParallelism(1)
        .name("commit to ledger")
        .uid("ledger-committer");
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private DataStream<SpooledBlock>[] newArray() {
    return new DataStream[spooled.size() - 1];
  }
}
