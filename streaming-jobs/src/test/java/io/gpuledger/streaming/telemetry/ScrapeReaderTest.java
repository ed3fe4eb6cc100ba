package io.gpuledger.streaming.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.usage.NodeUsage;
import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.HolderRef;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.streaming.control.ControlBook;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScrapeReaderTest {
  private static final int BATCH_SAMPLES = 256;

  private final ScrapeReader reader = new ScrapeReader(new ControlBook(), new Counted());
  private final HotNode node = new HotNode("c1", "n1");
  private final List<String> faults = new ArrayList<>();
  private final List<InventoryRow> inventory = new ArrayList<>();
  private int stored;

  @Test
  void devices_beyond_the_limit_of_a_node_are_refused_and_not_remembered() throws Exception {
    for (int first = 0; first < NodeUsage.MAXIMUM_DEVICES + 1_000; first += BATCH_SAMPLES) {
      SampleBatch.Builder batch = batch(TestScrape.START);
      for (int device = first; device < first + BATCH_SAMPLES; device++) {
        batch.addSamples(sample("GPU-" + device, "0", TestScrape.START));
      }
      take(batch.build());
    }

    assertThat(node.usage.devices()).hasSize(NodeUsage.MAXIMUM_DEVICES);
    assertThat(node.slots()).isEqualTo(NodeUsage.MAXIMUM_DEVICES);
    assertThat(faults)
        .hasSize(1_024)
        .allMatch(fault -> fault.contains("more than " + NodeUsage.MAXIMUM_DEVICES));
  }

  @Test
  void a_device_that_is_named_otherwise_each_time_fills_no_memory() throws Exception {
    for (int i = 0; i <= HotNode.SLOTS_LIMIT; i++) {
      long at = TestScrape.START + i * 1_000_000L;
      take(batch(at).addSamples(sample("GPU-0", Integer.toString(i), at)).build());
    }

    assertThat(node.slots()).isLessThanOrEqualTo(HotNode.SLOTS_LIMIT);
    assertThat(node.usage.devices()).hasSize(1);
    assertThat(faults).isEmpty();
  }

  @Test
  void each_sample_with_a_holder_of_unknown_kind_is_refused_and_the_next_good_one_is_taken()
      throws Exception {
    take(batch(TestScrape.START).addSamples(held(0, 0)).build());
    take(batch(TestScrape.START + 1).addSamples(held(1, 4)).addSamples(held(2, 4)).build());
    take(batch(TestScrape.START + 3).addSamples(held(3, 0)).build());

    assertThat(faults)
        .containsExactly("no kind of holder is numbered 4", "no kind of holder is numbered 4");
    assertThat(node.usage.devices())
        .singleElement()
        .satisfies(device -> assertThat(device.observationCount()).isEqualTo(2));
  }

  private static DeviceSample held(int nanos, int kind) {
    return sample("GPU-0", "0", TestScrape.START + nanos).toBuilder()
        .addHolders(HolderRef.newBuilder().setKind(kind).setNamespace("a").setWorkload("w"))
        .build();
  }

  @Test
  void every_part_of_an_instant_that_brings_a_field_is_stored_and_a_repeat_is_not()
      throws Exception {
    long at = TestScrape.START;
    DeviceSample busy = sample("GPU-0", "0", at);
    DeviceSample warm = busy.toBuilder().setTemperatureCelsius(61).build();
    DeviceSample large = busy.toBuilder().setMemoryTotalBytes(80L << 30).build();
    DeviceSample failed = busy.toBuilder().setLastXid(79).build();
    for (DeviceSample part : List.of(busy, warm, large, failed)) {
      take(batch(at).addSamples(part).build());
      take(batch(at).addSamples(part).build());
    }
    assertThat(stored).isEqualTo(4);

    take(batch(at).addSamples(warm.toBuilder().clearBusyRatio()).build());
    assertThat(stored).as("without a measure").isEqualTo(5);
    assertThat(inventory)
        .extracting(InventoryRow::memoryTotalBytes)
        .containsExactly(-1L, 80L << 30);
  }

  private void take(SampleBatch batch) throws Exception {
    reader.open(batch.toByteArray());
    reader.take(node, from -> {}, (index, reason) -> faults.add(reason));
  }

  private static SampleBatch.Builder batch(long at) {
    return SampleBatch.newBuilder()
        .setCluster("c1")
        .setNode("n1")
        .setSource("dcgm")
        .setCadenceNanos(TestScrape.CADENCE)
        .setPublishedAtNanos(at);
  }

  private static DeviceSample sample(String uuid, String index, long at) {
    return DeviceSample.newBuilder()
        .setUuid(uuid)
        .setIndex(index)
        .setModel(TestScrape.MODEL)
        .setAtNanos(at)
        .setBusyRatio(0.5)
        .build();
  }

  /** Counts samples and keeps the inventory. */
  private final class Counted implements TelemetryOutput {
    @Override
    public void samples(EncodedRows rows) {
      stored += rows.ends().length;
    }

    @Override
    public void lateSamples(EncodedRows rows) {}

    @Override
    public void usage(UsageRow row) {}

    @Override
    public void holder(HolderRow row) {}

    @Override
    public void inventory(InventoryRow row) {
      inventory.add(row);
    }
  }
}
