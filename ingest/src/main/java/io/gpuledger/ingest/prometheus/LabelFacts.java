package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.usage.Holder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a series' labels say, whatever the exporter's version calls them.
 *
 * @param uuid UUID of the physical device, {@code GPU-} in front, or empty
 * @param gpuInstance MIG GPU instance, or empty
 * @param node host name, or empty
 * @param index position in the machine, or empty
 * @param model model name, or empty
 * @param migProfile profile of the GPU instance, or empty
 * @param exportedHolder holder by the labels that Prometheus renames when it scrapes an exporter
 * @param plainHolder holder by the exporter's own labels, or by Prometheus' where it renamed them
 */
record LabelFacts(
    String uuid,
    String gpuInstance,
    String node,
    String index,
    String model,
    String migProfile,
    Optional<Holder> exportedHolder,
    Optional<Holder> plainHolder) {
  private static final List<String> UUID = List.of("UUID", "uuid", "gpu_uuid");
  private static final List<String> NODE = List.of("Hostname", "hostname", "NodeName", "node");
  private static final List<String> INDEX = List.of("gpu", "index");
  private static final List<String> MODEL = List.of("modelName", "model_name", "name");
  private static final List<String> GPU_INSTANCE =
      List.of("GPU_I_ID", "gpu_i_id", "gpu_instance_id");
  private static final List<String> PROFILE =
      List.of("GPU_I_PROFILE", "gpu_i_profile", "profile", "dra_mig_profile");
  private static final List<String> POD = List.of("pod", "pod_name");
  private static final List<String> NAMESPACE = List.of("namespace", "pod_namespace");
  private static final List<String> CONTAINER = List.of("container", "container_name");
  private static final List<String> JOB = List.of("hpc_job", "exported_hpc_job");
  private static final Pattern PLAIN_UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern COMPUTE_PREFIX = Pattern.compile("^[0-9]+c\\.");

  static LabelFacts of(Labels labels) {
    String uuid = DcgmBlank.text(labels.first(UUID));
    return new LabelFacts(
        // nvidia_gpu_exporter prints the UUID without its prefix; the device is the same.
        PLAIN_UUID.matcher(uuid).matches() ? "GPU-" + uuid.toLowerCase(Locale.ROOT) : uuid,
        DcgmBlank.text(labels.first(GPU_INSTANCE)),
        DcgmBlank.text(labels.first(NODE)),
        DcgmBlank.text(labels.first(INDEX)),
        DcgmBlank.text(labels.first(MODEL)),
        // 1c.3g.40gb is a compute instance of a GPU instance 3g.40gb, which is the device.
        COMPUTE_PREFIX.matcher(DcgmBlank.text(labels.first(PROFILE))).replaceFirst(""),
        holder(
            labels.get("exported_pod"),
            labels.get("exported_namespace"),
            labels.get("exported_container")),
        plainHolder(labels));
  }

  /** Whether Prometheus has renamed the exporter's workload labels. */
  static boolean isRenamed(Labels labels) {
    return !labels.get("exported_pod").isEmpty()
        || !labels.get("exported_namespace").isEmpty()
        || !labels.get("exported_container").isEmpty();
  }

  private static Optional<Holder> plainHolder(Labels labels) {
    String job = DcgmBlank.text(labels.first(JOB));
    if (!job.isEmpty()) {
      return Optional.of(new Holder(Holder.Kind.SLURM_JOB, "", job, "", ""));
    }
    return holder(labels.first(POD), labels.first(NAMESPACE), labels.first(CONTAINER));
  }

  private static Optional<Holder> holder(String pod, String namespace, String container) {
    String workload = DcgmBlank.text(pod);
    return workload.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Holder(
                Holder.Kind.KUBERNETES_POD,
                DcgmBlank.text(namespace),
                workload,
                DcgmBlank.text(container),
                ""));
  }
}
