package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gpuledger.dashboard.launcher.JobRewind;
import io.gpuledger.dashboard.launcher.RuntimeSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a job run again whose newest checkpoint is older than the ledger. */
@Command(
    name = "rewind",
    description = {
      "Make a job run again whose newest checkpoint is older than the ledger:",
      "later rows are superseded, rollups rebuilt, and the job replays from Kafka.",
      "The instance must be stopped."
    })
final class RewindCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--job",
      required = true,
      paramLabel = "J",
      description = "as the refusal names it")
  private String job = "";

  @Option(
      names = "--accept-loss",
      description = {
        "go on although no checkpoint is left and Kafka no longer holds",
        "everything that the job's rows were made of"
      })
  private boolean acceptLoss;

  RewindCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!JobRewind.jobs().contains(job)) {
      throw new CommandFailure(
          ExitCode.USAGE, "no job \"" + job + "\"; there are " + JobRewind.jobs());
    }
    int generation =
        JobRewind.rewind(
            RuntimeSettings.temporary(options.data(), options.config()),
            job,
            acceptLoss,
            line -> console.say("  " + line));
    if (options.json()) {
      console.json(
          JsonNodeFactory.instance.objectNode().put("job", job).put("generation", generation));
    } else {
      console.result("job " + job + " goes on in generation " + generation);
    }
    return ExitCode.OK;
  }
}
