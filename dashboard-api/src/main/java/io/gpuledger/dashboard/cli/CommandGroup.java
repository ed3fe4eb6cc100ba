package io.gpuledger.dashboard.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only has others: without one of them it says which there are. */
abstract class CommandGroup implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public final void run() {
    if (spec == null) {
      throw new IllegalStateException("a command has a specification");
    }
    List<String> names = new ArrayList<>(spec.subcommands().keySet());
    String last = names.remove(names.size() - 1);
    throw new ParameterException(
        spec.commandLine(),
        "name " + (names.isEmpty() ? "" : String.join(", ", names) + " or ") + last);
  }
}
