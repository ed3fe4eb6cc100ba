package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The alert channels of the configuration: how each stands, and a message to try one. */
@Command(
    name = "channels",
    description = "List alert channels, and send one a test.",
    subcommands = {ChannelsCommand.ListAll.class, ChannelsCommand.Test.class})
final class ChannelsCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "name list or test");
    }
  }

  /** {@code channels list}. */
  @Command(name = "list", description = "List channels and how each stands, without secrets.")
  static final class ListAll implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();

    ListAll(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer = instance.api().get("/api/v1/channels", Map.of());
        if (options.json()) {
          console.json(answer);
          return ExitCode.OK;
        }
        for (JsonNode channel : answer.path("rows")) {
          console.result(line(channel));
        }
        return ExitCode.OK;
      }
    }

    private static String line(JsonNode channel) {
      StringBuilder missing = new StringBuilder();
      channel.path("missingSecrets").forEach(s -> missing.append("  lacks ").append(s.asText()));
      return "%s  %s  %s  %d delivered, %d waiting, %d given up%s"
          .formatted(
              channel.path("name").asText(),
              channel.path("kind").asText(),
              channel.path("destination").asText(),
              channel.path("delivered").asLong(),
              channel.path("waiting").asLong(),
              channel.path("dead").asLong(),
              missing);
    }
  }

  /** {@code channels test}. */
  @Command(name = "test", description = "Send a channel a message that says it is a test.")
  static final class Test implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "NAME", description = "as channels list prints it")
    private String name = "";

    Test(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer =
            instance
                .api()
                .post(
                    "/api/v1/channels/" + ApiClient.encode(name) + "/test",
                    JsonNodeFactory.instance.objectNode());
        boolean delivered = answer.path("delivered").asBoolean();
        if (options.json()) {
          console.json(answer);
        } else if (delivered) {
          console.result("the test reached " + name);
        }
        if (!delivered) {
          throw new CommandFailure(
              ExitCode.OUTSIDE_FAILED,
              "the test did not reach " + name + ": " + answer.path("error").asText());
        }
        return ExitCode.OK;
      }
    }
  }
}
