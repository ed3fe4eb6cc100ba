package io.gpuledger.dashboard.cli;

import io.gpuledger.dashboard.launcher.ConfigurationRefusedException;
import io.gpuledger.dashboard.launcher.DataDirectoryException;
import io.gpuledger.dashboard.launcher.StartFailedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpuledger}: a table of its commands. */
@Command(
    name = "gpuledger",
    description = "One exact ledger for what you spend on GPUs and AI.",
    mixinStandardHelpOptions = true,
    version = "gpuledger 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 done, 2 usage, 3 input refused, 4 something outside failed.",
      "Also: ./gpuledger test [--fast|--full] builds and runs all tests."
    },
    subcommands = {
      UpCommand.class,
      ImportCommand.class,
      ReplayCommand.class,
      RetractCommand.class,
      RewindCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      QueryCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      InvoiceCommand.class,
      TraceCommand.class,
      CloseCommand.class,
      ReopenCommand.class,
      OwnedCommand.class,
      BudgetsCommand.class,
      ChannelsCommand.class,
      TokenCommand.class,
      ValidateCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      CommandLine.HelpCommand.class,
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main(CommandSpec spec) {
    this.spec = spec;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  public static void main(String[] arguments) {
    System.exit(run(Console.system(), arguments));
  }

  static int run(Console console, String... arguments) {
    CommandLine line = new CommandLine(new Main(CommandSpec.create()), new Commands(console));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(printing(console));
    return line.execute(arguments);
  }

  private static IExecutionExceptionHandler printing(Console console) {
    return (exception, command, parsed) -> {
      if (exception instanceof CommandFailure failure) {
        console.say("gpuledger: " + failure.getMessage());
        return failure.exitCode();
      }
      if (exception instanceof ConfigurationRefusedException refused) {
        console.say("gpuledger: the configuration is refused\n" + refused.getMessage());
        return ExitCode.INPUT_REFUSED;
      }
      if (exception instanceof DataDirectoryException
          || exception instanceof StartFailedException) {
        console.say("gpuledger: " + exception.getMessage());
        return ExitCode.OUTSIDE_FAILED;
      }
      console.say("gpuledger: this is a bug, please report it with the lines below");
      java.io.StringWriter trace = new java.io.StringWriter();
      exception.printStackTrace(new java.io.PrintWriter(trace));
      console.say(trace.toString());
      return ExitCode.OUTSIDE_FAILED;
    };
  }

  /** Makes the commands with the console they talk on. */
  private record Commands(Console console) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.getDeclaredConstructor(Console.class).newInstance(console);
      } catch (NoSuchMethodException plain) {
        return CommandLine.defaultFactory().create(type);
      }
    }
  }
}
