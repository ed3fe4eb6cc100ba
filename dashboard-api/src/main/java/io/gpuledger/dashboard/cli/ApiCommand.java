package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/**
 * Asks the instance one thing and prints the answer: as it is with {@code --json}, else in lines.
 */
abstract class ApiCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  ApiCommand(Console console) {
    this.console = console;
  }

  /** What the instance answers. */
  abstract JsonNode ask(ApiClient api);

  /** The answer in lines. */
  abstract void print(JsonNode answer, Console console);

  /**
   * Looks at an answer that was printed.
   *
   * @throws CommandFailure where it says that the command did not do what it is for
   */
  void check(JsonNode answer) {}

  @Override
  public final Integer call() {
    try (Instance instance = Instance.connect(options, console)) {
      JsonNode answer = ask(instance.api());
      if (options.json()) {
        console.json(answer);
      } else {
        print(answer, console);
      }
      check(answer);
      return ExitCode.OK;
    }
  }
}
