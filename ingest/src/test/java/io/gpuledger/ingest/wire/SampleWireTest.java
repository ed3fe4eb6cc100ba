package io.gpuledger.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SampleWireTest {
  private static final Instant AT = Instant.parse("2026-11-24T08:00:00.123456789Z");

  @Test
  void every_sample_reads_as_it_was_written() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      List<Sample> samples = new ArrayList<>();
      int count = 1 + random.nextInt(9);
      for (int i = 0; i < count; i++) {
        samples.add(anySample(random, "node-" + random.nextInt(3), i));
      }
      List<SampleBatch> batches =
          SampleBatches.of("gpu-fleet", Duration.ofSeconds(15), AT, samples);
      List<Sample> read = new ArrayList<>();
      for (SampleBatch batch : batches) {
        SampleBatch parsed = SampleBatch.parseFrom(batch.toByteArray());
        assertThat(parsed.getSource()).isEqualTo("gpu-fleet");
        assertThat(parsed.getCadenceNanos()).isEqualTo(15_000_000_000L);
        assertThat(SampleWire.toInstant(parsed.getPublishedAtNanos())).isEqualTo(AT);
        read.addAll(SampleWire.toSamples(parsed));
      }
      assertThat(read).containsExactlyInAnyOrderElementsOf(samples);
    }
  }

  @Test
  void the_same_device_in_another_cluster_or_node_is_another_device() throws Exception {
    Sample sample = anySample(new SplittableRandom(1), "a", 0);
    SampleBatch one = SampleBatches.of("s", Duration.ZERO, AT, List.of(sample)).get(0);
    assertThat(SampleWire.toSamples(one).get(0).device().cluster()).isEqualTo("cluster");
    SampleBatch other = one.toBuilder().setCluster("other").setNode("b").build();
    Sample read = SampleWire.toSamples(other).get(0);
    assertThat(read.device().cluster()).isEqualTo("other");
    assertThat(read.facts().node()).isEqualTo("b");
  }

  @Test
  void fields_of_a_later_version_are_skipped() throws Exception {
    Sample sample = anySample(new SplittableRandom(3), "a", 0);
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(77, UnknownFieldSet.Field.newBuilder().addFixed32(1).addVarint(9).build())
            .build();
    SampleBatch batch =
        SampleBatches.of("s", Duration.ZERO, AT, List.of(sample)).get(0).toBuilder()
            .setSamples(0, SampleWire.fromSample(sample).toBuilder().setUnknownFields(later))
            .setUnknownFields(later)
            .build();
    assertThat(SampleWire.toSamples(SampleBatch.parseFrom(batch.toByteArray())))
        .containsExactly(sample);
  }

  @Test
  void busy_times_of_holders_stand_by_their_holders_and_one_may_be_unknown() {
    Sample sample = anySample(new SplittableRandom(5), "a", 0);
    Holder one = new Holder(Holder.Kind.KUBERNETES_POD, "ml", "a", "", "");
    Holder two = new Holder(Holder.Kind.KUBERNETES_POD, "ml", "b", "", "");
    Sample shared =
        new Sample(
            sample.device(),
            sample.at(),
            sample.facts(),
            0.9,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(two, one),
            Map.of(two, 0.25));
    DeviceSample wire = SampleWire.fromSample(shared);

    assertThat(wire.getHolderBusyRatiosList()).containsExactly(Double.NaN, 0.25);
    assertThat(SampleWire.toSample("cluster", "a", wire)).isEqualTo(shared);
    DeviceSample broken = wire.toBuilder().addHolderBusyRatios(0.5).build();
    assertThat(SampleWire.toSample("cluster", "a", broken).holderBusyRatios()).isEmpty();
  }

  @Test
  void holders_keep_their_numbers_and_an_unknown_kind_is_refused() {
    for (Holder.Kind kind : Holder.Kind.values()) {
      Holder holder = new Holder(kind, "ns", "w", "c", "u");
      assertThat(SampleWire.toHolder(SampleWire.fromHolder(holder))).isEqualTo(holder);
    }
    assertThat(Holder.Kind.values())
        .extracting(Holder.Kind::number)
        .as("on the wire and in stored state")
        .containsExactly(0, 1, 2, 3);
    for (int unknown : new int[] {-1, 4, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> SampleWire.toHolder(HolderRef.newBuilder().setKind(unknown).build()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no kind of holder is numbered " + unknown);
    }
  }

  @Test
  void records_hold_at_most_256_samples_and_never_part_a_device_from_its_slices() {
    List<Sample> samples = new ArrayList<>();
    for (int device = 0; device < 60; device++) {
      for (int slice = 0; slice <= 7; slice++) {
        DeviceId id =
            new DeviceId(
                "cluster",
                String.format(java.util.Locale.ROOT, "GPU-%03d", device),
                slice == 0 ? "" : Integer.toString(slice),
                "");
        samples.add(plain(id, "node"));
      }
    }
    List<SampleBatch> batches = SampleBatches.of("s", Duration.ZERO, AT, samples);
    assertThat(batches).hasSize(2);
    assertThat(batches.get(0).getSamplesCount()).isEqualTo(256);
    for (SampleBatch batch : batches) {
      assertThat(batch.getSamplesList().stream().map(DeviceSample::getUuid).distinct().count() * 8)
          .isEqualTo(batch.getSamplesCount());
    }
  }

  private static Sample plain(DeviceId id, String node) {
    return new Sample(
        id,
        AT,
        new DeviceFacts(node, "", "", ""),
        0.5,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  private static Sample anySample(SplittableRandom random, String node, int index) {
    List<Holder> holders = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      holders.add(
          new Holder(
              random.nextBoolean() ? Holder.Kind.KUBERNETES_POD : Holder.Kind.SLURM_JOB,
              "team-" + random.nextInt(3),
              "pod-ü" + random.nextInt(4),
              random.nextBoolean() ? "main" : "",
              ""));
    }
    return new Sample(
        new DeviceId(
            "cluster",
            "GPU-" + index,
            random.nextBoolean() ? Integer.toString(random.nextInt(7)) : "",
            ""),
        AT.plusNanos(random.nextLong(1_000_000_000_000L)),
        new DeviceFacts(node, Integer.toString(index), "NVIDIA H100 80GB HBM3", ""),
        random.nextBoolean() ? Double.valueOf(random.nextDouble()) : null,
        random.nextBoolean() ? Double.valueOf(0) : null,
        random.nextBoolean() ? Double.valueOf(random.nextDouble()) : null,
        random.nextBoolean() ? Double.valueOf(random.nextDouble()) : null,
        random.nextBoolean() ? Long.valueOf(random.nextLong(1L << 40)) : null,
        random.nextBoolean() ? Long.valueOf(0) : null,
        random.nextBoolean() ? Double.valueOf(700 * random.nextDouble()) : null,
        random.nextBoolean() ? Long.valueOf(random.nextLong(Long.MAX_VALUE)) : null,
        random.nextBoolean() ? Double.valueOf(-3.5) : null,
        random.nextBoolean() ? Long.valueOf(1_980_000_000L) : null,
        random.nextBoolean() ? Integer.valueOf(79) : null,
        holders);
  }
}
