package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Opens a closed period again. What was signed stays readable. */
@Command(
    name = "reopen",
    description =
        "Open a closed period again, or send one that is in review back; what was signed stays"
            + " readable.")
final class ReopenCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--period",
      required = true,
      paramLabel = "P",
      description = "book period, e.g. 2026-10 or FY2026-P10")
  private String period = "";

  @Option(names = "--reason", required = true, paramLabel = "R", description = "why")
  private String reason = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "holds the API token of who acts; the instance's own without it")
  private @Nullable Path tokenFile;

  ReopenCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Instance instance = Instance.connect(options, console)) {
      JsonNode answer =
          instance
              .api(tokenFile)
              .post(
                  "/api/v1/close/" + ApiClient.encode(period) + "/reopen",
                  JsonNodeFactory.instance.objectNode().put("reason", reason));
      if (options.json()) {
        console.json(answer);
      } else {
        CloseCommand.print(console, answer);
      }
      return ExitCode.OK;
    }
  }
}
