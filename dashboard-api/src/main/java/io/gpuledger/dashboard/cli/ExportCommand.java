package io.gpuledger.dashboard.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The ledger in the formats of others. */
@Command(
    name = "export",
    description = "Write the ledger to a file that other tools read.",
    subcommands = FocusExportCommand.class)
final class ExportCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "name what to export: focus");
    }
  }
}
