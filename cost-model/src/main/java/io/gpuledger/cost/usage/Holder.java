package io.gpuledger.cost.usage;

/**
 * The workload that holds a device or a share of it.
 *
 * @param kind what sort of workload
 * @param namespace Kubernetes namespace or Slurm account, or empty
 * @param workload pod name, Slurm job id or endpoint; {@code unknown} for {@link Kind#UNKNOWN}
 * @param container container name, or empty
 * @param user the person or service account, or empty
 */
public record Holder(Kind kind, String namespace, String workload, String container, String user)
    implements Comparable<Holder> {
  /** Sorts of holders. The name in lower case stands in tables. */
  public enum Kind {
    KUBERNETES_POD(0),
    SLURM_JOB(1),
    ENDPOINT(2),
    /** Memory above the baseline without any label: somebody holds it, nobody knows who. */
    UNKNOWN(3);

    private static final Kind[] VALUES = values();

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /** The number on the wire and in stored state; never reused. */
    public int number() {
      return number;
    }

    /**
     * The kind with a number.
     *
     * @throws IllegalArgumentException if this version knows none
     */
    public static Kind ofNumber(int number) {
      for (Kind kind : VALUES) {
        if (kind.number == number) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of holder is numbered " + number);
    }
  }

  public static final Holder UNKNOWN = new Holder(Kind.UNKNOWN, "", "unknown", "", "");

  /** The key under which tables know this holder; unique within a cluster. */
  public String key() {
    return switch (kind) {
      case KUBERNETES_POD ->
          "pod:" + namespace + "/" + workload + (container.isEmpty() ? "" : "/" + container);
      case SLURM_JOB -> "job:" + workload;
      case ENDPOINT -> "endpoint:" + namespace + "/" + workload;
      case UNKNOWN -> "unknown";
    };
  }

  @Override
  public int compareTo(Holder other) {
    return key().compareTo(other.key());
  }
}
