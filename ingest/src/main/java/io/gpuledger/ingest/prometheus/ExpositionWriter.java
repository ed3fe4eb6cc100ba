package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Sample;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Prints samples as dcgm-exporter 4.5 does, for demo and tests: what is printed reads back. */
public final class ExpositionWriter {
  private static final long MEBIBYTE = 1_048_576;

  private ExpositionWriter() {}

  private record Family(String name, String help, Function<Sample, Optional<Object>> value) {}

  private static final List<Family> FAMILIES =
      List.of(
          new Family(
              "DCGM_FI_PROF_GR_ENGINE_ACTIVE gauge",
              "Ratio of time the graphics engine is active.",
              s -> Optional.ofNullable(s.busyRatio())),
          new Family(
              "DCGM_FI_PROF_SM_ACTIVE gauge",
              "Ratio of cycles an SM has a warp assigned.",
              s -> Optional.ofNullable(s.smActiveRatio())),
          new Family(
              "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE gauge",
              "Ratio of cycles the tensor pipe is active.",
              s -> Optional.ofNullable(s.tensorActiveRatio())),
          new Family(
              "DCGM_FI_PROF_DRAM_ACTIVE gauge",
              "Ratio of cycles the device memory is active.",
              s -> Optional.ofNullable(s.dramActiveRatio())),
          new Family(
              "DCGM_FI_DEV_FB_USED gauge",
              "Framebuffer memory used (in MiB).",
              s -> Optional.ofNullable(s.memoryUsedBytes()).map(b -> b / MEBIBYTE)),
          new Family(
              "DCGM_FI_DEV_FB_FREE gauge",
              "Framebuffer memory free (in MiB).",
              ExpositionWriter::memoryFree),
          new Family(
              "DCGM_FI_DEV_POWER_USAGE gauge",
              "Power draw (in W).",
              s -> Optional.ofNullable(s.powerWatts())),
          new Family(
              "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter",
              "Total energy consumption since boot (in mJ).",
              s -> Optional.ofNullable(s.energyMicrojoulesTotal()).map(e -> e / 1_000)),
          new Family(
              "DCGM_FI_DEV_GPU_TEMP gauge",
              "GPU temperature (in C).",
              s -> Optional.ofNullable(s.temperatureCelsius())),
          new Family(
              "DCGM_FI_DEV_SM_CLOCK gauge",
              "SM clock frequency (in MHz).",
              s -> Optional.ofNullable(s.smClockHertz()).map(h -> h / 1_000_000)),
          new Family(
              "DCGM_FI_DEV_XID_ERRORS gauge",
              "Value of the last XID error encountered.",
              s -> Optional.ofNullable(s.lastXid())));

  /** The text; a device of several holders is printed once for each. */
  public static String write(List<Sample> samples) {
    StringBuilder text = new StringBuilder(samples.size() * FAMILIES.size() * 256);
    for (Family family : FAMILIES) {
      String name = family.name().substring(0, family.name().indexOf(' '));
      text.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
      text.append("# TYPE ").append(family.name()).append('\n');
      for (Sample sample : samples) {
        Optional<Object> value = family.value().apply(sample);
        if (value.isPresent()) {
          append(text, name, sample, value.get());
        }
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, Sample sample, Object value) {
    if (sample.holders().isEmpty()) {
      labels(text.append(name), sample, "", "", "");
      text.append(' ').append(value).append('\n');
    }
    for (Holder holder : sample.holders()) {
      labels(text.append(name), sample, holder.container(), holder.namespace(), holder.workload());
      text.append(' ').append(value).append('\n');
    }
  }

  private static void labels(
      StringBuilder text, Sample sample, String container, String namespace, String pod) {
    text.append("{gpu=\"").append(sample.facts().index());
    text.append("\",UUID=\"").append(sample.device().uuid());
    text.append("\",device=\"nvidia").append(sample.facts().index());
    text.append("\",modelName=\"").append(sample.facts().model());
    if (sample.device().isSlice()) {
      text.append("\",GPU_I_PROFILE=\"").append(sample.facts().migProfile());
      text.append("\",GPU_I_ID=\"").append(sample.device().gpuInstance());
    }
    text.append("\",hostname=\"").append(sample.facts().node());
    text.append("\",container=\"").append(container);
    text.append("\",namespace=\"").append(namespace);
    text.append("\",pod=\"").append(pod).append("\"}");
  }

  private static Optional<Object> memoryFree(Sample sample) {
    Long used = sample.memoryUsedBytes();
    Long total = sample.memoryTotalBytes();
    return used == null || total == null
        ? Optional.empty()
        : Optional.of((total - used) / MEBIBYTE);
  }
}
