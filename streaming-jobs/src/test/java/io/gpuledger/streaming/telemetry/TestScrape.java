package io.gpuledger.streaming.telemetry;

import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.HolderRef;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.streaming.scrape.NodeRecord;
import java.util.Random;

/** Scrapes of one node as they lie on Kafka. */
public final class TestScrape {
  public static final long SECOND = 1_000_000_000L;

  /** 2026-11-01T00:00:00Z. */
  public static final long START = 1_793_491_200L * SECOND;

  public static final long CADENCE = 15 * SECOND;
  public static final String MODEL = "NVIDIA H100 80GB HBM3";

  private TestScrape() {}

  /** A scrape of some devices in which everything depends on instant and device alone. */
  public static SampleBatch of(String node, int devices, long at) {
    SampleBatch.Builder batch =
        SampleBatch.newBuilder()
            .setCluster("c1")
            .setNode(node)
            .setSource("dcgm")
            .setCadenceNanos(CADENCE)
            .setPublishedAtNanos(at + SECOND);
    for (int device = 0; device < devices; device++) {
      batch.addSamples(sample(node, device, at));
    }
    return batch.build();
  }

  /** The same, where two more holders share each device that has one, measured by themselves. */
  public static SampleBatch shared(String node, int devices, long at) {
    SampleBatch.Builder batch = of(node, devices, at).toBuilder();
    for (DeviceSample.Builder sample : batch.getSamplesBuilderList()) {
      if (sample.getHoldersCount() > 0) {
        Random random = new Random(at / SECOND * 17 + sample.getUuid().hashCode());
        for (String workload : new String[] {"serve", "notebook"}) {
          sample.addHolders(
              HolderRef.newBuilder().setKind(0).setNamespace("shared").setWorkload(workload));
        }
        if (random.nextInt(5) > 0) {
          for (int i = 0; i < 3; i++) {
            // Now and then one is not measured, or not busy at all.
            int percent = random.nextInt(40) - 5;
            sample.addHolderBusyRatios(percent < 0 ? Double.NaN : percent / 100.0);
          }
        }
      }
    }
    return batch.build();
  }

  private static DeviceSample sample(String node, int device, long at) {
    Random random = new Random(at / SECOND * 31 + device);
    DeviceSample.Builder sample =
        DeviceSample.newBuilder()
            .setUuid("GPU-" + node + "-" + device)
            .setIndex(Integer.toString(device))
            .setModel(MODEL)
            .setAtNanos(at)
            .setBusyRatio(random.nextInt(1000) / 1000.0)
            .setSmActiveRatio(random.nextInt(1_000_000) / 1e6)
            .setTensorActiveRatio(random.nextInt(1_000_000) / 1e6)
            .setDramActiveRatio(random.nextInt(1_000_000) / 1e6)
            .setMemoryUsedBytes((long) random.nextInt(81_559) << 20)
            .setMemoryTotalBytes(81_559L << 20)
            .setPowerWatts(68 + random.nextInt(600_000) / 1000.0)
            .setEnergyMicrojoulesTotal(at / 1000 * 300)
            .setTemperatureCelsius(30 + random.nextInt(50))
            .setSmClockHertz(1_980_000_000L)
            .setLastXid(0);
    if (device % 4 != 3) {
      sample.addHolders(
          HolderRef.newBuilder()
              .setKind(0)
              .setNamespace("team-" + device % 3)
              .setWorkload("train-" + at / (600 * SECOND) % 3));
    }
    return sample.build();
  }

  /** The scrape as a record of topic samples. */
  public static NodeRecord record(SampleBatch batch) {
    return new NodeRecord(
        batch.getCluster() + "/" + batch.getNode(),
        false,
        batch.toByteArray(),
        "samples:0:0",
        batch.getPublishedAtNanos() / 1_000_000);
  }
}
