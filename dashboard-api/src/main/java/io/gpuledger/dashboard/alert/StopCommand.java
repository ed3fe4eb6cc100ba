package io.gpuledger.dashboard.alert;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command that stops a holder, and how to try it without effect first. Only names that are safe
 * to paste into a shell make a command.
 *
 * @param command stops the holder
 * @param dryRun shows what the command would do, or what it would act on
 */
record StopCommand(String command, String dryRun) {
  private static final Pattern POD =
      Pattern.compile("pod:([a-z0-9-]{1,63})/([a-z0-9][a-z0-9.-]{0,252})(/.*)?");
  private static final Pattern JOB = Pattern.compile("job:([0-9]{1,12}(_[0-9]{1,9})?)");
  private static final Pattern OF_DEPLOYMENT =
      Pattern.compile("(.+)-[bcdf0-9][bcdfghjklmnpqrstvwxz0-9]{7,9}-[bcdfghjklmnpqrstvwxz0-9]{5}");
  private static final Pattern OF_STATEFUL_SET = Pattern.compile("(.+)-[0-9]{1,5}");

  /** The command for a holder key; empty where the kind has none or the name is not safe. */
  static Optional<StopCommand> of(String holder) {
    Matcher pod = POD.matcher(holder);
    if (pod.matches()) {
      return Optional.of(ofPod(pod.group(1), pod.group(2)));
    }
    Matcher job = JOB.matcher(holder);
    if (job.matches()) {
      return Optional.of(
          new StopCommand("scancel " + job.group(1), "scontrol show job " + job.group(1)));
    }
    return Optional.empty();
  }

  /** Scales the workload that the pod's name tells, else deletes the pod. */
  private static StopCommand ofPod(String namespace, String pod) {
    Matcher deployment = OF_DEPLOYMENT.matcher(pod);
    Matcher statefulSet = OF_STATEFUL_SET.matcher(pod);
    String command;
    if (deployment.matches()) {
      command = "kubectl -n " + namespace + " scale deployment/" + deployment.group(1);
      command += " --replicas=0";
    } else if (statefulSet.matches()) {
      command = "kubectl -n " + namespace + " scale statefulset/" + statefulSet.group(1);
      command += " --replicas=0";
    } else {
      command = "kubectl -n " + namespace + " delete pod " + pod;
    }
    return new StopCommand(command, command + " --dry-run=server");
  }
}
