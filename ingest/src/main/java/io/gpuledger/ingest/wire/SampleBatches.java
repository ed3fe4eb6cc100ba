package io.gpuledger.ingest.wire;

import io.gpuledger.cost.usage.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Cuts samples into records of topic {@code samples}. */
public final class SampleBatches {
  /** Most samples a record. */
  public static final int SAMPLES_MAX = 256;

  private static final Comparator<Sample> ORDER =
      Comparator.comparing((Sample s) -> s.facts().node())
          .thenComparing(Sample::at)
          .thenComparing(Sample::device);

  private SampleBatches() {}

  /**
   * The records that carry these samples of one cluster: per node, in time order. A device and its
   * slices of one instant stay in one record, so that a reader can tell a parent that has slices.
   *
   * @param source the configured source
   * @param cadence configured cadence, {@link Duration#ZERO} where unknown
   * @param publishedAt when they are handed over
   */
  public static List<SampleBatch> of(
      String source, Duration cadence, Instant publishedAt, List<Sample> samples) {
    List<Sample> sorted = samples.stream().sorted(ORDER).toList();
    List<SampleBatch> batches = new ArrayList<>();
    int start = 0;
    int end = 0;
    while (end < sorted.size()) {
      int next = endOfDevice(sorted, end);
      boolean sameNode = sameNode(sorted.get(start), sorted.get(end));
      if (end > start && (!sameNode || next - start > SAMPLES_MAX)) {
        batches.add(batch(source, cadence, publishedAt, sorted.subList(start, end)));
        start = end;
      }
      end = Math.min(next, start + SAMPLES_MAX);
    }
    if (end > start) {
      batches.add(batch(source, cadence, publishedAt, sorted.subList(start, end)));
    }
    return batches;
  }

  private static boolean sameNode(Sample one, Sample other) {
    return one.device().cluster().equals(other.device().cluster())
        && one.facts().node().equals(other.facts().node());
  }

  private static int endOfDevice(List<Sample> sorted, int from) {
    Sample first = sorted.get(from);
    int end = from + 1;
    while (end < sorted.size()
        && sameNode(first, sorted.get(end))
        && sorted.get(end).at().equals(first.at())
        && sorted.get(end).device().uuid().equals(first.device().uuid())) {
      end++;
    }
    return end;
  }

  private static SampleBatch batch(
      String source, Duration cadence, Instant publishedAt, List<Sample> samples) {
    SampleBatch.Builder batch =
        SampleBatch.newBuilder()
            .setCluster(samples.get(0).device().cluster())
            .setNode(samples.get(0).facts().node())
            .setSource(source)
            .setCadenceNanos(cadence.toNanos())
            .setPublishedAtNanos(SampleWire.toNanos(publishedAt));
    for (Sample sample : samples) {
      batch.addSamples(SampleWire.fromSample(sample));
    }
    return batch.build();
  }
}
