package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey;

/**
 * Who holds device-time, as allocation lines name them; {@link GroupKey#MISSING} where unknown.
 *
 * @param key unique within the cluster, as {@link io.gpuledger.cost.usage.Holder#key()}
 * @param namespace Kubernetes namespace or Slurm account
 * @param workload pod, job or endpoint
 * @param user the person or service account
 */
public record LineHolder(String key, String namespace, String workload, String user)
    implements Comparable<LineHolder> {
  /** Nobody holds it. */
  public static final LineHolder NOBODY =
      new LineHolder(GroupKey.MISSING, GroupKey.MISSING, GroupKey.MISSING, GroupKey.MISSING);

  public LineHolder {
    key = orMissing(key);
    namespace = orMissing(namespace);
    workload = orMissing(workload);
    user = orMissing(user);
  }

  /**
   * The holder that a key of usage facts names, as far as the key tells.
   *
   * @param key as {@link io.gpuledger.cost.usage.Holder#key()} makes it
   */
  public static LineHolder ofKey(String key) {
    int colon = key.indexOf(':');
    String kind = colon < 0 ? "" : key.substring(0, colon);
    String rest = key.substring(colon + 1);
    int slash = rest.indexOf('/');
    if (kind.equals("pod") && slash >= 0) {
      int container = rest.indexOf('/', slash + 1);
      String pod = rest.substring(slash + 1, container < 0 ? rest.length() : container);
      return new LineHolder(key, rest.substring(0, slash), pod, "");
    }
    if (kind.equals("endpoint") && slash >= 0) {
      return new LineHolder(key, rest.substring(0, slash), rest.substring(slash + 1), "");
    }
    return new LineHolder(key, "", rest, "");
  }

  @Override
  public int compareTo(LineHolder other) {
    return key.compareTo(other.key);
  }

  private static String orMissing(String value) {
    return value.isEmpty() ? GroupKey.MISSING : value;
  }
}
