package io.gpuledger.ingest.prometheus;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a metric name of a vendor's exporter means.
 *
 * @param field which field of a sample it measures
 * @param kind how its number is to be read
 * @param scale factor from the printed unit to the base unit
 * @param rank which of two metrics for one field is better; 0 is best
 * @param fromDcgm whether blank values of DCGM can stand in it
 */
record Metric(Field field, Kind kind, double scale, int rank, boolean fromDcgm) {
  /** Fields that an exposition can fill. */
  enum Field {
    BUSY,
    SM_ACTIVE,
    TENSOR_ACTIVE,
    DRAM_ACTIVE,
    MEMORY_USED,
    MEMORY_FREE,
    MEMORY_RESERVED,
    MEMORY_TOTAL,
    POWER,
    ENERGY,
    TEMPERATURE,
    SM_CLOCK,
    XID,
    /** Number of processes that hold the device. */
    PROCESSES,
    /** Facts in labels; the number says nothing. */
    INFO
  }

  /** How a number is to be read. */
  enum Kind {
    /** 0..1 in base units; up to half a percent above is rounding. */
    RATIO,
    /** A whole number that is not negative. */
    WHOLE,
    /** A number that is not negative. */
    AMOUNT,
    /** Any number. */
    ANY
  }

  private static final double MEBIBYTE = 1_048_576;
  private static final double MEGAHERTZ = 1e6;
  private static final double MICRO = 1e6;
  private static final double MILLI_TO_MICRO = 1e3;
  private static final double PERCENT = 0.01;

  private static final Map<String, Metric> BY_NAME =
      Stream.of(dcgmFields(), dcgmFirstNames(), smi(), smiSlices())
          .flatMap(m -> m.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  /** The meaning of a metric name, or null for one that is not used. */
  static @Nullable Metric find(String name) {
    return BY_NAME.get(name);
  }

  private static Map<String, Metric> dcgmFields() {
    return Map.ofEntries(
        Map.entry("DCGM_FI_PROF_GR_ENGINE_ACTIVE", dcgm(Field.BUSY, Kind.RATIO, 1, 0)),
        Map.entry("DCGM_FI_DEV_GPU_UTIL", dcgm(Field.BUSY, Kind.RATIO, PERCENT, 1)),
        Map.entry("DCGM_FI_PROF_SM_ACTIVE", dcgm(Field.SM_ACTIVE, Kind.RATIO, 1, 0)),
        Map.entry("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", dcgm(Field.TENSOR_ACTIVE, Kind.RATIO, 1, 0)),
        Map.entry("DCGM_FI_PROF_DRAM_ACTIVE", dcgm(Field.DRAM_ACTIVE, Kind.RATIO, 1, 0)),
        Map.entry("DCGM_FI_DEV_MEM_COPY_UTIL", dcgm(Field.DRAM_ACTIVE, Kind.RATIO, PERCENT, 1)),
        Map.entry("DCGM_FI_DEV_FB_USED", dcgm(Field.MEMORY_USED, Kind.WHOLE, MEBIBYTE, 0)),
        Map.entry("DCGM_FI_DEV_FB_FREE", dcgm(Field.MEMORY_FREE, Kind.WHOLE, MEBIBYTE, 0)),
        Map.entry("DCGM_FI_DEV_FB_RESERVED", dcgm(Field.MEMORY_RESERVED, Kind.WHOLE, MEBIBYTE, 0)),
        Map.entry("DCGM_FI_DEV_FB_TOTAL", dcgm(Field.MEMORY_TOTAL, Kind.WHOLE, MEBIBYTE, 0)),
        Map.entry("DCGM_FI_DEV_POWER_USAGE", dcgm(Field.POWER, Kind.AMOUNT, 1, 0)),
        Map.entry("DCGM_FI_DEV_POWER_USAGE_INSTANT", dcgm(Field.POWER, Kind.AMOUNT, 1, 1)),
        Map.entry(
            "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
            dcgm(Field.ENERGY, Kind.WHOLE, MILLI_TO_MICRO, 0)),
        Map.entry("DCGM_FI_DEV_GPU_TEMP", dcgm(Field.TEMPERATURE, Kind.ANY, 1, 0)),
        Map.entry("DCGM_FI_DEV_SM_CLOCK", dcgm(Field.SM_CLOCK, Kind.WHOLE, MEGAHERTZ, 0)),
        Map.entry("DCGM_FI_DEV_XID_ERRORS", dcgm(Field.XID, Kind.WHOLE, 1, 0)));
  }

  /** Names of dcgm-exporter 1.x. */
  private static Map<String, Metric> dcgmFirstNames() {
    return Map.ofEntries(
        Map.entry("dcgm_fi_prof_gr_engine_active", dcgm(Field.BUSY, Kind.RATIO, 1, 0)),
        Map.entry("dcgm_gpu_utilization", dcgm(Field.BUSY, Kind.RATIO, PERCENT, 1)),
        Map.entry("dcgm_fi_prof_sm_active", dcgm(Field.SM_ACTIVE, Kind.RATIO, 1, 0)),
        Map.entry("dcgm_fi_prof_pipe_tensor_active", dcgm(Field.TENSOR_ACTIVE, Kind.RATIO, 1, 0)),
        Map.entry("dcgm_fi_prof_dram_active", dcgm(Field.DRAM_ACTIVE, Kind.RATIO, 1, 0)),
        Map.entry("dcgm_mem_copy_utilization", dcgm(Field.DRAM_ACTIVE, Kind.RATIO, PERCENT, 1)),
        Map.entry("dcgm_fb_used", dcgm(Field.MEMORY_USED, Kind.WHOLE, MEBIBYTE, 0)),
        Map.entry("dcgm_fb_free", dcgm(Field.MEMORY_FREE, Kind.WHOLE, MEBIBYTE, 0)),
        Map.entry("dcgm_power_usage", dcgm(Field.POWER, Kind.AMOUNT, 1, 0)),
        Map.entry(
            "dcgm_total_energy_consumption", dcgm(Field.ENERGY, Kind.WHOLE, MILLI_TO_MICRO, 0)),
        Map.entry("dcgm_gpu_temp", dcgm(Field.TEMPERATURE, Kind.ANY, 1, 0)),
        Map.entry("dcgm_sm_clock", dcgm(Field.SM_CLOCK, Kind.WHOLE, MEGAHERTZ, 0)),
        Map.entry("dcgm_xid_errors", dcgm(Field.XID, Kind.WHOLE, 1, 0)));
  }

  /** Names of nvidia_gpu_exporter; base units already. */
  private static Map<String, Metric> smi() {
    return Map.ofEntries(
        Map.entry("nvidia_smi_gpu_info", smi(Field.INFO, Kind.ANY, 1, 0)),
        Map.entry("nvidia_smi_utilization_gpu_ratio", smi(Field.BUSY, Kind.RATIO, 1, 1)),
        Map.entry("nvidia_smi_utilization_memory_ratio", smi(Field.DRAM_ACTIVE, Kind.RATIO, 1, 1)),
        Map.entry("nvidia_smi_memory_used_bytes", smi(Field.MEMORY_USED, Kind.WHOLE, 1, 0)),
        Map.entry("nvidia_smi_memory_total_bytes", smi(Field.MEMORY_TOTAL, Kind.WHOLE, 1, 0)),
        Map.entry("nvidia_smi_power_draw_watts", smi(Field.POWER, Kind.AMOUNT, 1, 0)),
        Map.entry("nvidia_smi_power_draw_instant_watts", smi(Field.POWER, Kind.AMOUNT, 1, 1)),
        Map.entry("nvidia_smi_power_draw_average_watts", smi(Field.POWER, Kind.AMOUNT, 1, 2)),
        Map.entry("nvidia_smi_energy_joules_total", smi(Field.ENERGY, Kind.AMOUNT, MICRO, 0)),
        Map.entry("nvidia_smi_temperature_gpu", smi(Field.TEMPERATURE, Kind.ANY, 1, 0)),
        Map.entry("nvidia_smi_clocks_current_sm_clock_hz", smi(Field.SM_CLOCK, Kind.WHOLE, 1, 0)),
        Map.entry("nvidia_smi_compute_apps", smi(Field.PROCESSES, Kind.WHOLE, 1, 0)));
  }

  /** Slices in nvidia_gpu_exporter: all but the identity is measured per GPU instance. */
  private static Map<String, Metric> smiSlices() {
    return Map.of(
        "nvidia_smi_mig_info", smi(Field.INFO, Kind.ANY, 1, 0),
        "nvidia_smi_mig_graphics_activity_ratio", smi(Field.BUSY, Kind.RATIO, 1, 0),
        "nvidia_smi_mig_sm_activity_ratio", smi(Field.SM_ACTIVE, Kind.RATIO, 1, 0),
        "nvidia_smi_mig_tensor_activity_ratio", smi(Field.TENSOR_ACTIVE, Kind.RATIO, 1, 0),
        "nvidia_smi_mig_memory_used_bytes", smi(Field.MEMORY_USED, Kind.WHOLE, 1, 0),
        "nvidia_smi_mig_memory_total_bytes", smi(Field.MEMORY_TOTAL, Kind.WHOLE, 1, 0));
  }

  private static Metric dcgm(Field field, Kind kind, double scale, int rank) {
    return new Metric(field, kind, scale, rank, true);
  }

  private static Metric smi(Field field, Kind kind, double scale, int rank) {
    return new Metric(field, kind, scale, rank, false);
  }
}
