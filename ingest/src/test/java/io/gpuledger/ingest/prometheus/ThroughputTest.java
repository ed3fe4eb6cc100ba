package io.gpuledger.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.generate.FleetGenerator;
import io.gpuledger.ingest.generate.FleetPlan;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleBatches;
import io.gpuledger.ingest.wire.SampleWire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures of this machine, per second of one core: the thread's own time counts, so a busy machine
 * gives the same figure. The floors catch a fall, not a slow machine.
 */
@Tag("full")
class ThroughputTest {
  private static final Logger LOG = LoggerFactory.getLogger(ThroughputTest.class);
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final Duration MEASURE = Duration.ofSeconds(1);
  private static final int NODES = 200;

  private final FleetGenerator fleet =
      new FleetGenerator(FleetPlan.small(1, START).withSize(NODES, 8).withTicks(4));

  /** Work that counts the samples it handled. */
  private interface Work {
    long run() throws IOException;
  }

  @Test
  void records_are_decoded_fast() throws IOException {
    List<byte[]> records = new ArrayList<>();
    fleet.batches().forEachRemaining(b -> records.add(b.toByteArray()));
    double rate =
        samplesPerSecond(
            "decode",
            () -> {
              long samples = 0;
              for (byte[] record : records) {
                samples += SampleWire.toSamples(SampleBatch.parseFrom(record)).size();
              }
              return samples;
            });
    assertThat(rate).isGreaterThan(200_000);
  }

  @Test
  void samples_are_encoded_fast() throws IOException {
    List<List<Sample>> nodes = new ArrayList<>();
    fleet.batches().forEachRemaining(batch -> nodes.add(SampleWire.toSamples(batch)));
    double rate =
        samplesPerSecond(
            "encode",
            () -> {
              long samples = 0;
              for (List<Sample> node : nodes) {
                for (SampleBatch batch :
                    SampleBatches.of("s", Duration.ofSeconds(15), START, node)) {
                  samples += batch.toByteArray().length > 0 ? batch.getSamplesCount() : 0;
                }
              }
              return samples;
            });
    assertThat(rate).isGreaterThan(50_000);
  }

  @Test
  void expositions_are_read_fast() throws IOException {
    List<byte[]> texts = new ArrayList<>();
    long bytes = 0;
    for (int node = 0; node < NODES; node++) {
      texts.add(ExpositionWriter.write(fleet.samples(node, 0)).getBytes(StandardCharsets.UTF_8));
      bytes += texts.get(node).length;
    }
    ExpositionParser parser = new ExpositionParser(ExpositionLimits.DEFAULT);
    double rate =
        samplesPerSecond(
            "exposition to samples (" + bytes / NODES + " bytes a node)",
            () -> {
              long samples = 0;
              for (byte[] text : texts) {
                SampleAssembler assembler =
                    new SampleAssembler(
                        new AssemblyOptions("c", "", "node", START, "target", Instant.MAX));
                ExpositionReport report =
                    parser.parse(
                        new ByteArrayInputStream(text),
                        ExpositionParser.Format.TEXT,
                        "target",
                        assembler);
                assertThat(report.fatal()).isEmpty();
                samples += assembler.finish().values().size();
              }
              return samples;
            });
    assertThat(rate).isGreaterThan(20_000);
  }

  private static double samplesPerSecond(String what, Work work) throws IOException {
    double best = 0;
    for (int round = 0; round < 3; round++) {
      long samples = 0;
      long start = CPU.getCurrentThreadCpuTime();
      long took = 0;
      while (took < MEASURE.toNanos()) {
        samples += work.run();
        took = CPU.getCurrentThreadCpuTime() - start;
      }
      best = Math.max(best, samples * 1e9 / took);
    }
    LOG.info("{}: {} samples/s", what, Math.round(best));
    return best;
  }
}
