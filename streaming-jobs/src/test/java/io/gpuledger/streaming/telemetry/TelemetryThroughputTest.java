package io.gpuledger.streaming.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.streaming.control.ControlBook;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.scrape.NodeRecord;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import io.gpuledger.streaming.sink.RowSink;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Decoding, facts and RowBinary of one thread, by the processor time of that thread, so that what
 * else runs on the machine does not count: once without Flink, once in Flink's harness over RocksDB
 * with a snapshot about every second.
 */
@Tag("full")
class TelemetryThroughputTest {
  private static final int NODES = 500;
  private static final int DEVICES = 8;
  private static final int SCRAPES = 60;
  private static final long FLOOR_PER_SECOND = 75_000;

  @Test
  void one_core_takes_its_half_of_the_required_rate() throws Exception {
    List<List<StreamRecord<NodeRecord>>> rounds = rounds();
    long best = 0;
    for (int pass = 0; pass < 3; pass++) {
      best = Math.max(best, pass(rounds));
    }
    assertThat(best).as("samples per second").isGreaterThan(FLOOR_PER_SECOND);
  }

  @Test
  void without_flink_one_core_takes_the_whole_required_rate() throws Exception {
    List<List<StreamRecord<NodeRecord>>> rounds = rounds();
    long best = 0;
    for (int pass = 0; pass < 5; pass++) {
      best = Math.max(best, passWithoutFlink(rounds));
    }
    assertThat(best).as("samples per second").isGreaterThan(2 * FLOOR_PER_SECOND);
  }

  private static long passWithoutFlink(List<List<StreamRecord<NodeRecord>>> rounds)
      throws Exception {
    CountingSink sink = new CountingSink();
    ScrapeReader reader = new ScrapeReader(new ControlBook(), new CountedOutput(sink));
    Map<String, HotNode> nodes = new HashMap<>();
    long start = cpuNanos();
    for (List<StreamRecord<NodeRecord>> round : rounds) {
      for (StreamRecord<NodeRecord> element : round) {
        NodeRecord record = element.getValue();
        BatchReader batch = reader.open(record.value());
        HotNode node =
            nodes.computeIfAbsent(record.nodeKey(), any -> new HotNode("c1", batch.node));
        reader.take(node, from -> {}, (index, reason) -> {});
        node.usage.closeThrough(
            node.usage.latestNanos() - TelemetryOperator.GRACE_NANOS, reader.usageRows().of(node));
      }
    }
    return report("without Flink", cpuNanos() - start, rounds.size(), sink);
  }

  private static long report(String what, long nanos, int rounds, CountingSink sink) {
    long samples = (long) NODES * DEVICES * rounds;
    long perSecond = samples * 1_000_000_000L / nanos;
    System.out.printf(
        "telemetry %s: %d samples in %d ms of processor time: %d samples/s, %d rows, %d bytes%n",
        what, samples, nanos / 1_000_000, perSecond, sink.rows, sink.bytes);
    return perSecond;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Encodes usage and samples, as the spool would. */
  private record CountedOutput(CountingSink sink) implements TelemetryOutput {
    private static final SampleTable SAMPLES = new SampleTable("gpu_samples");
    private static final UsageTable USAGE = new UsageTable();

    @Override
    public void samples(EncodedRows rows) {
      SAMPLES.encode(rows, sink);
    }

    @Override
    public void lateSamples(EncodedRows rows) {
      SAMPLES.encode(rows, sink);
    }

    @Override
    public void usage(UsageRow row) {
      USAGE.encode(row, sink);
    }

    @Override
    public void holder(HolderRow row) {}

    @Override
    public void inventory(InventoryRow row) {}
  }

  private static long pass(List<List<StreamRecord<NodeRecord>>> rounds) throws Exception {
    try (KeyedTwoInputStreamOperatorTestHarness<String, NodeRecord, ControlRecord, EncodedRows>
        harness =
            new KeyedTwoInputStreamOperatorTestHarness<>(
                new TelemetryOperator(List.of()), NodeRecord::nodeKey, any -> "", Types.STRING)) {
      harness.setStateBackend(new EmbeddedRocksDBStateBackend(true));
      harness.setCheckpointStorage(new JobManagerCheckpointStorage(512 << 20));
      harness.getExecutionConfig().enableObjectReuse();
      harness.setup();
      harness.open();
      CountingSink sink = new CountingSink();
      long start = cpuNanos();
      long snapshotAt = System.nanoTime();
      for (List<StreamRecord<NodeRecord>> round : rounds) {
        for (StreamRecord<NodeRecord> record : round) {
          harness.processElement1(record);
        }
        drain(harness, sink);
        if (System.nanoTime() - snapshotAt > 1_000_000_000L) {
          snapshotAt = System.nanoTime();
          harness.snapshot(1, snapshotAt);
        }
      }
      return report("in the harness", cpuNanos() - start, rounds.size(), sink);
    }
  }

  private static void drain(
      KeyedTwoInputStreamOperatorTestHarness<String, NodeRecord, ControlRecord, EncodedRows>
          harness,
      CountingSink sink) {
    SampleTable samples = new SampleTable("gpu_samples");
    harness.extractOutputValues().forEach(rows -> samples.encode(rows, sink));
    harness.getOutput().clear();
    UsageTable usage = new UsageTable();
    var side = harness.getSideOutput(TelemetryOperator.USAGE);
    if (side != null) {
      side.forEach(record -> usage.encode(record.getValue(), sink));
      side.clear();
    }
  }

  private static List<List<StreamRecord<NodeRecord>>> rounds() {
    List<List<StreamRecord<NodeRecord>>> rounds = new ArrayList<>();
    for (int scrape = 0; scrape < SCRAPES; scrape++) {
      List<StreamRecord<NodeRecord>> round = new ArrayList<>();
      for (int node = 0; node < NODES; node++) {
        long at = TestScrape.START + scrape * TestScrape.CADENCE;
        round.add(new StreamRecord<>(TestScrape.record(TestScrape.of("n" + node, DEVICES, at))));
      }
      rounds.add(round);
    }
    return rounds;
  }

  private static final class CountingSink implements RowSink {
    private final RowBinaryWriter row = new RowBinaryWriter();
    long rows;
    long bytes;

    @Override
    public RowBinaryWriter startRow(int month) {
      row.clear();
      return row;
    }

    @Override
    public void endRow() {
      rows++;
      bytes += row.length();
    }

    @Override
    public void encodedRow(int month, byte[] source, int offset, int length) {
      row.clear();
      row.raw(source, offset, length);
      endRow();
    }
  }
}
