package io.gpuledger.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.SampleBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleAssemblerTest {
  private static final Instant AT = Instant.parse("2026-11-24T08:00:00Z");
  private static final String A100 =
      "gpu=\"0\",UUID=\"GPU-a\",modelName=\"NVIDIA A100\",Hostname=\"node-1\"";

  @Test
  void fields_come_in_base_units() throws IOException {
    Sample sample =
        only(
            """
            DCGM_FI_DEV_GPU_UTIL{%1$s} 37
            DCGM_FI_DEV_MEM_COPY_UTIL{%1$s} 12
            DCGM_FI_PROF_SM_ACTIVE{%1$s} 0.25
            DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{%1$s} 0.5
            DCGM_FI_DEV_FB_USED{%1$s} 1000
            DCGM_FI_DEV_FB_FREE{%1$s} 80000
            DCGM_FI_DEV_FB_RESERVED{%1$s} 500
            DCGM_FI_DEV_POWER_USAGE{%1$s} 301.5
            DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{%1$s} 9007199254740993
            DCGM_FI_DEV_GPU_TEMP{%1$s} -4
            DCGM_FI_DEV_SM_CLOCK{%1$s} 1410
            DCGM_FI_DEV_XID_ERRORS{%1$s} 79
            """
                .formatted(A100));
    assertThat(sample.device().toString()).contains("GPU-a");
    assertThat(sample.facts().node()).isEqualTo("node-1");
    assertThat(sample.facts().index()).isEqualTo("0");
    assertThat(sample.facts().model()).isEqualTo("NVIDIA A100");
    assertThat(sample.busyRatio()).isEqualTo(0.37);
    assertThat(sample.dramActiveRatio()).isEqualTo(0.12);
    assertThat(sample.smActiveRatio()).isEqualTo(0.25);
    assertThat(sample.tensorActiveRatio()).isEqualTo(0.5);
    assertThat(sample.memoryUsedBytes()).isEqualTo(1_048_576_000L);
    assertThat(sample.memoryTotalBytes()).isEqualTo(81_500L * 1_048_576);
    assertThat(sample.powerWatts()).isEqualTo(301.5);
    assertThat(sample.energyMicrojoulesTotal()).isEqualTo(9_007_199_254_740_992_000L);
    assertThat(sample.temperatureCelsius()).isEqualTo(-4);
    assertThat(sample.smClockHertz()).isEqualTo(1_410_000_000L);
    assertThat(sample.lastXid()).isEqualTo(79);
    assertThat(sample.holders()).isEmpty();
    assertThat(sample.at()).isEqualTo(AT);
  }

  @Test
  void the_engine_ratio_is_preferred_to_the_utilization_in_any_order() throws IOException {
    String util = "DCGM_FI_DEV_GPU_UTIL{" + A100 + "} 100\n";
    String engine = "DCGM_FI_PROF_GR_ENGINE_ACTIVE{" + A100 + "} 0.3\n";
    assertThat(only(util + engine).busyRatio()).isEqualTo(0.3);
    assertThat(only(engine + util).busyRatio()).isEqualTo(0.3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2147483632",
        "2147483635",
        "9223372036854775792",
        "9223372036854775794",
        "9223372036854775795",
        "140737488355328",
        "140737488355331",
        "9.223372036854776e+18",
        "NaN"
      })
  void blank_values_are_absent_and_no_problem(String blank) throws IOException {
    Parsed<Sample> read =
        assemble(
            "DCGM_FI_DEV_POWER_USAGE{%1$s} %2$s\nDCGM_FI_DEV_GPU_TEMP{%1$s} 40\n"
                .formatted(A100, blank));
    assertThat(read.problems()).isEmpty();
    assertThat(read.values().get(0).powerWatts()).isNull();
    assertThat(read.values().get(0).temperatureCelsius()).isEqualTo(40);
  }

  @Test
  void a_byte_counter_beside_a_blank_value_is_kept() throws IOException {
    assertThat(
            only("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{" + A100 + "} 140737488355329\n")
                .energyMicrojoulesTotal())
        .isEqualTo(140_737_488_355_329_000L);
    assertThat(only("DCGM_FI_DEV_SM_CLOCK{" + A100 + "} 2147483631\n").smClockHertz()).isNotNull();
  }

  @Test
  void impossible_values_are_refused_with_their_place() throws IOException {
    Parsed<Sample> read =
        assemble(
            """
            DCGM_FI_DEV_GPU_UTIL{%1$s} 100.6
            DCGM_FI_PROF_SM_ACTIVE{%1$s} 1.004
            DCGM_FI_PROF_DRAM_ACTIVE{%1$s} -0.1
            DCGM_FI_DEV_FB_USED{%1$s} 90000
            DCGM_FI_DEV_FB_TOTAL{%1$s} 80000
            DCGM_FI_DEV_POWER_USAGE{%1$s} +Inf
            """
                .formatted(A100));
    Sample sample = read.values().get(0);
    assertThat(sample.busyRatio()).isNull();
    assertThat(sample.smActiveRatio()).isEqualTo(1);
    assertThat(sample.dramActiveRatio()).isNull();
    assertThat(sample.memoryUsedBytes()).isNull();
    assertThat(sample.memoryTotalBytes()).isEqualTo(80_000L << 20);
    assertThat(sample.powerWatts()).isNull();
    assertThat(read.problems())
        .extracting(p -> p.location().toString())
        .containsExactlyInAnyOrder("target:1", "target:3", "target:4", "target:6");
  }

  @Test
  void job_copies_are_one_sample_with_all_holders() throws IOException {
    Sample sample =
        only(
            """
            DCGM_FI_DEV_GPU_UTIL{%1$s,hpc_job="48214"} 80
            DCGM_FI_DEV_GPU_UTIL{%1$s,hpc_job="48213"} 80
            DCGM_FI_DEV_FB_USED{%1$s,hpc_job="48213"} 10
            DCGM_FI_DEV_FB_USED{%1$s,hpc_job="48214"} 10
            """
                .formatted(A100));
    assertThat(sample.busyRatio()).isEqualTo(0.8);
    assertThat(sample.memoryUsedBytes()).isEqualTo(10L << 20);
    assertThat(sample.holders()).extracting(Holder::key).containsExactly("job:48213", "job:48214");
  }

  @Test
  void values_printed_per_pod_of_a_shared_device_are_added() throws IOException {
    Sample sample =
        only(
            """
            DCGM_FI_DEV_GPU_UTIL{%1$s,namespace="a",pod="p1"} 30
            DCGM_FI_DEV_GPU_UTIL{%1$s,namespace="a",pod="p2"} 50
            DCGM_FI_DEV_GPU_UTIL{%1$s,namespace="a",pod="p3"} 30
            DCGM_FI_DEV_FB_USED{%1$s,namespace="a",pod="p1"} 100
            DCGM_FI_DEV_FB_USED{%1$s,namespace="a",pod="p2"} 200
            DCGM_FI_DEV_POWER_USAGE{%1$s,namespace="a",pod="p1"} 300
            DCGM_FI_DEV_POWER_USAGE{%1$s,namespace="a",pod="p2"} 300
            """
                .formatted(A100));
    assertThat(sample.busyRatio()).isEqualTo(1.0);
    assertThat(sample.memoryUsedBytes()).isEqualTo(300L << 20);
    assertThat(sample.powerWatts()).isEqualTo(300);
    assertThat(sample.holders()).hasSize(3);
  }

  /** The virtual-GPU option of dcgm-exporter: the profiler's values repeat, the driver's do not. */
  @Test
  void busy_time_of_each_pod_is_kept_beside_that_of_the_device() throws IOException {
    Sample sample =
        only(
            """
            DCGM_FI_PROF_GR_ENGINE_ACTIVE{%1$s,vgpu="0",namespace="a",pod="p1"} 0.9
            DCGM_FI_DEV_GPU_UTIL{%1$s,vgpu="0",namespace="a",pod="p1"} 60
            DCGM_FI_DEV_GPU_UTIL{%1$s,vgpu="1",namespace="b",pod="p2"} 20
            DCGM_FI_PROF_GR_ENGINE_ACTIVE{%1$s,vgpu="1",namespace="b",pod="p2"} 0.9
            """
                .formatted(A100));
    assertThat(sample.busyRatio()).isEqualTo(0.9);
    assertThat(sample.holders()).hasSize(2);
    assertThat(sample.holderBusyRatios())
        .isEqualTo(Map.of(sample.holders().get(0), 0.6, sample.holders().get(1), 0.2));
  }

  @Test
  void equal_values_are_kept_as_equal_and_a_renamed_exporter_is_no_holder() throws IOException {
    Sample equal =
        only(
            """
            DCGM_FI_DEV_GPU_UTIL{%1$s,namespace="a",pod="p1"} 80
            DCGM_FI_DEV_GPU_UTIL{%1$s,namespace="a",pod="p2"} 80
            """
                .formatted(A100));
    assertThat(equal.holderBusyRatios())
        .isEqualTo(Map.of(equal.holders().get(0), 0.8, equal.holders().get(1), 0.8));
    Sample renamed =
        only(
            """
            DCGM_FI_DEV_GPU_UTIL{%1$s,exported_pod="p1",exported_namespace="a",pod="x"} 60
            DCGM_FI_DEV_GPU_UTIL{%1$s,exported_pod="p2",exported_namespace="a",pod="x"} 0
            DCGM_FI_DEV_GPU_UTIL{%1$s,exported_pod="p3",exported_namespace="a",pod="x"} 0
            """
                .formatted(A100));
    assertThat(renamed.holders()).extracting(Holder::workload).containsExactly("p1", "p2", "p3");
    assertThat(renamed.holderBusyRatios().values()).containsExactlyInAnyOrder(0.6, 0.0, 0.0);
  }

  @Test
  void renamed_workload_labels_win_and_the_exporters_own_pod_is_nobody() throws IOException {
    Parsed<Sample> read =
        assemble(
            """
            DCGM_FI_DEV_GPU_UTIL{UUID="GPU-a",exported_pod="train-0",exported_namespace="nlp",\
            pod="dcgm-exporter-x",namespace="monitoring"} 80
            DCGM_FI_DEV_GPU_UTIL{UUID="GPU-b",pod="dcgm-exporter-x",namespace="monitoring"} 0
            """);
    assertThat(read.values().get(0).holders())
        .extracting(Holder::key)
        .containsExactly("pod:nlp/train-0");
    assertThat(read.values().get(1).holders()).isEmpty();
  }

  @Test
  void names_of_the_first_exporter_are_known() throws IOException {
    Sample sample =
        only(
            """
            dcgm_gpu_utilization{gpu="1",uuid="GPU-z",pod_name="p",pod_namespace="n",\
            container_name="c"} 55
            dcgm_fb_used{gpu="1",uuid="GPU-z",pod_name="p",pod_namespace="n",container_name="c"} 7
            """);
    assertThat(sample.busyRatio()).isEqualTo(0.55);
    assertThat(sample.holders()).extracting(Holder::key).containsExactly("pod:n/p/c");
  }

  /** dcgm-exporter#353: each row of a slice repeats the power and the energy of the whole GPU. */
  @Test
  void power_of_a_device_that_is_cut_is_divided_among_its_slices_and_never_repeated()
      throws IOException {
    Parsed<Sample> read =
        assemble(
            """
            DCGM_FI_DEV_POWER_USAGE{%1$s,GPU_I_PROFILE="1g.10gb",GPU_I_ID="9"} 300
            DCGM_FI_DEV_POWER_USAGE{%1$s,GPU_I_PROFILE="3g.40gb",GPU_I_ID="2"} 300
            DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{%1$s,GPU_I_PROFILE="1g.10gb",GPU_I_ID="9"} 5000
            DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{%1$s,GPU_I_PROFILE="3g.40gb",GPU_I_ID="2"} 5000
            DCGM_FI_DEV_POWER_USAGE{gpu="1",UUID="GPU-b",Hostname="node-1"} 200
            DCGM_FI_PROF_GR_ENGINE_ACTIVE{gpu="1",UUID="GPU-b",GPU_I_PROFILE="1g.10gb",GPU_I_ID="3"} 0.5
            """
                .formatted(A100));

    assertThat(read.values())
        .filteredOn(sample -> !sample.device().gpuInstance().isEmpty())
        .extracting(
            sample -> sample.device().uuid() + "/" + sample.device().gpuInstance(),
            Sample::powerWatts,
            Sample::energyMicrojoulesTotal)
        .containsExactlyInAnyOrder(
            org.assertj.core.api.Assertions.tuple("GPU-a/9", 150.0, null),
            org.assertj.core.api.Assertions.tuple("GPU-a/2", 150.0, null),
            org.assertj.core.api.Assertions.tuple("GPU-b/3", 200.0, null));
  }

  @Test
  void slices_are_devices_of_their_own_beside_their_parent() throws IOException {
    Parsed<Sample> read =
        assemble(
            """
            DCGM_FI_DEV_POWER_USAGE{%1$s} 400
            DCGM_FI_PROF_GR_ENGINE_ACTIVE{%1$s,GPU_I_PROFILE="1g.10gb",GPU_I_ID="9"} 0.5
            DCGM_FI_PROF_GR_ENGINE_ACTIVE{%1$s,GPU_I_PROFILE="3g.40gb",GPU_I_ID="2"} 0.7
            """
                .formatted(A100));
    assertThat(read.values())
        .extracting(s -> s.device().gpuInstance() + "/" + s.facts().migProfile())
        .containsExactlyInAnyOrder("/", "9/1g.10gb", "2/3g.40gb");
  }

  @Test
  void memory_of_compute_instances_counts_once_for_their_gpu_instance() throws IOException {
    Parsed<Sample> read =
        assemble(
            """
            nvidia_smi_gpu_info{uuid="%1$s",index="3",name="NVIDIA H100"} 1
            nvidia_smi_power_draw_watts{uuid="%1$s"} 433.78
            nvidia_smi_mig_info{uuid="%1$s",gpu_instance_id="2",compute_instance_id="0",\
            profile="1c.3g.40gb"} 1
            nvidia_smi_mig_info{uuid="%1$s",gpu_instance_id="2",compute_instance_id="1",\
            profile="2c.3g.40gb"} 1
            nvidia_smi_mig_memory_used_bytes{uuid="%1$s",gpu_instance_id="2"} 5e9
            nvidia_smi_mig_graphics_activity_ratio{uuid="%1$s",gpu_instance_id="2"} 0.4
            """
                .formatted("00000000-1111-2222-3333-0123456789AB"));
    assertThat(read.values()).hasSize(2);
    Sample slice = read.values().get(1);
    assertThat(slice.device().uuid()).isEqualTo("GPU-00000000-1111-2222-3333-0123456789ab");
    assertThat(slice.device().gpuInstance()).isEqualTo("2");
    assertThat(slice.facts().migProfile()).isEqualTo("3g.40gb");
    assertThat(slice.facts().model()).isEqualTo("NVIDIA H100");
    assertThat(slice.facts().index()).isEqualTo("3");
    assertThat(slice.memoryUsedBytes()).isEqualTo(5_000_000_000L);
    assertThat(slice.busyRatio()).isEqualTo(0.4);
    assertThat(read.values().get(0).busyRatio()).isNull();
  }

  @Test
  void a_device_without_a_uuid_is_refused() throws IOException {
    Parsed<Sample> read = assemble("DCGM_FI_DEV_GPU_UTIL{gpu=\"0\"} 5\n");
    assertThat(read.values()).isEmpty();
    assertThat(read.problems().get(0).toString()).contains("target:1").contains("UUID");
  }

  @Test
  void timestamps_make_instants_and_those_of_the_future_are_refused() throws IOException {
    Parsed<Sample> read =
        assemble(
            """
            DCGM_FI_DEV_GPU_UTIL{%1$s} 5 1767225600000
            DCGM_FI_DEV_FB_USED{%1$s} 5 1767225600000
            DCGM_FI_DEV_GPU_UTIL{%1$s} 6 1767225615000
            DCGM_FI_DEV_GPU_UTIL{%1$s} 6 4102444800000
            """
                .formatted(A100));
    assertThat(read.values())
        .extracting(Sample::at)
        .containsExactly(
            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:15Z"));
    assertThat(read.values().get(0).memoryUsedBytes()).isNotNull();
    assertThat(read.problems()).hasSize(1);
  }

  @Test
  void the_order_of_lines_does_not_matter() throws IOException {
    List<String> lines =
        new ArrayList<>(
            Arrays.asList(
                """
                DCGM_FI_DEV_GPU_UTIL{%1$s,pod="p1"} 30
                DCGM_FI_DEV_GPU_UTIL{%1$s,pod="p2"} 50
                DCGM_FI_DEV_GPU_UTIL{%1$s,pod="p3"} 10
                DCGM_FI_PROF_GR_ENGINE_ACTIVE{UUID="GPU-b",hpc_job="1"} 0.5
                DCGM_FI_DEV_GPU_UTIL{UUID="GPU-b",hpc_job="1"} 5
                DCGM_FI_DEV_GPU_UTIL{UUID="GPU-b",hpc_job="2"} 5
                DCGM_FI_DEV_FB_USED{%1$s,pod="p2"} 10
                DCGM_FI_DEV_FB_USED{%1$s,pod="p1"} 10
                """
                    .formatted(A100)
                    .split("\n")));
    List<Sample> first = sorted(assemble(String.join("\n", lines)));
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(lines, new Random(seed));
      assertThat(sorted(assemble(String.join("\n", lines)))).as("seed " + seed).isEqualTo(first);
    }
  }

  @Test
  void the_synthetic_exposition_loads_without_adding_parents_and_copies() throws IOException {
    List<SampleBatch> batches = replay("synthetic", "dcgm/sample_synthetic.prom");
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).getNode()).isEqualTo("node-a");
    List<DeviceSample> samples = batches.get(0).getSamplesList();
    assertThat(samples)
        .extracting(s -> s.getUuid().substring(0, 12) + "/" + s.getGpuInstance())
        .containsExactly(
            "GPU-00000000/", "GPU-00000001/", "GPU-00000002/2", "GPU-00000002/9", "GPU-00000003/");
    assertThat(samples.get(0).getBusyRatio()).isEqualTo(0.981234);
    assertThat(samples.get(0).getMemoryUsedBytes()).isEqualTo(61_240L << 20);
    assertThat(samples.get(1).getHoldersList()).isEmpty();
    assertThat(samples.get(2).getMemoryUsedBytes()).isEqualTo(11_091L << 20);
    assertThat(samples.get(4).getEnergyMicrojoulesTotal()).isEqualTo(128_996_013_000L);
    assertThat(samples.get(4).getHoldersList())
        .extracting(h -> h.getWorkload())
        .containsExactly("48213", "48214");
  }

  @Test
  void the_real_captures_load() throws IOException {
    DeviceSample idle = capture("linux-x86_64__nvidia-h100-80gb-hbm3__590.48.01__idle.metrics");
    assertThat(idle.getModel()).isEqualTo("NVIDIA H100 80GB HBM3");
    assertThat(idle.getBusyRatio()).isEqualTo(0);
    assertThat(idle.getMemoryTotalBytes()).isEqualTo(85_520_809_984L);
    assertThat(idle.getPowerWatts()).isEqualTo(69.85);
    assertThat(idle.getHoldersList()).isEmpty();
    DeviceSample load = capture("linux-x86_64__nvidia-h100-80gb-hbm3__590.48.01__load.metrics");
    assertThat(load.getBusyRatio()).isEqualTo(1);
    assertThat(load.getMemoryUsedBytes()).isEqualTo(20_780_679_168L);
    assertThat(load.getHolders(0).getWorkload()).isEqualTo("unknown");
    DeviceSample mig = capture("linux-x86_64__nvidia-h100-mig__590.48.01__load.metrics");
    assertThat(mig.hasBusyRatio()).as("MIG mode has no utilization").isFalse();
    assertThat(mig.getMemoryUsedBytes()).isEqualTo(11_665_408_000L);
    assertThat(mig.getPowerWatts()).isEqualTo(433.78);
  }

  private static DeviceSample capture(String name) throws IOException {
    List<SampleBatch> batches = replay("h100", "nvidia-smi/" + name);
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).getSamplesCount()).isEqualTo(1);
    return batches.get(0).getSamples(0);
  }

  private static List<SampleBatch> replay(String cluster, String file) throws IOException {
    Path path = Path.of(System.getProperty("gpuledger.sharedData", "")).resolve("telemetry");
    assumeThat(Files.isDirectory(path)).as("shared sample data is there").isTrue();
    List<SampleBatch> batches = new ArrayList<>();
    Replay.Report report =
        new Replay(
                new Replay.Request(
                    "replay",
                    cluster,
                    "",
                    AT,
                    Duration.ofSeconds(15),
                    List.of(path.resolve(file)),
                    ExpositionLimits.DEFAULT))
            .run(AT, batches::add);
    assertThat(report.problems()).isEmpty();
    return batches;
  }

  private static List<Sample> sorted(Parsed<Sample> read) {
    assertThat(read.problems()).isEmpty();
    return read.values().stream().sorted(java.util.Comparator.comparing(Sample::device)).toList();
  }

  private static Sample only(String text) throws IOException {
    Parsed<Sample> read = assemble(text);
    assertThat(read.problems()).isEmpty();
    assertThat(read.values()).hasSize(1);
    return read.values().get(0);
  }

  private static Parsed<Sample> assemble(String text) throws IOException {
    SampleAssembler assembler =
        new SampleAssembler(
            new AssemblyOptions("cluster", "", "fallback", AT, "target", AT.plusSeconds(300)));
    ExpositionReport report =
        new ExpositionParser(ExpositionLimits.DEFAULT)
            .parse(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                ExpositionParser.Format.TEXT,
                "target",
                assembler);
    assertThat(report.problems()).isEmpty();
    return assembler.finish();
  }
}
