package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The alert channels of the configuration: how each stands, and a message to try one. */
@Command(
    name = "channels",
    description = "List alert channels, and send one a test.",
    subcommands = {ChannelsCommand.ListAll.class, ChannelsCommand.Test.class})
final class ChannelsCommand extends CommandGroup {
  /** {@code channels list}. */
  @Command(name = "list", description = "List channels and how each stands, without secrets.")
  static final class ListAll extends ApiCommand {
    ListAll(Console console) {
      super(console);
    }

    @Override
    JsonNode ask(ApiClient api) {
      return api.get("/api/v1/channels", Map.of());
    }

    @Override
    void print(JsonNode answer, Console console) {
      answer.path("rows").forEach(channel -> console.result(line(channel)));
    }

    private static String line(JsonNode channel) {
      StringBuilder missing = new StringBuilder();
      channel.path("missingSecrets").forEach(s -> missing.append("  lacks ").append(s.asText()));
      String buttons = channel.path("buttons").path("state").asText("");
      return "%s  %s  %s  %d delivered, %d waiting, %d given up%s%s"
          .formatted(
              channel.path("name").asText(),
              channel.path("kind").asText(),
              channel.path("destination").asText(),
              channel.path("delivered").asLong(),
              channel.path("waiting").asLong(),
              channel.path("dead").asLong(),
              missing,
              buttons.isEmpty() ? "" : "  buttons " + buttons.replace('_', ' '));
    }
  }

  /** {@code channels test}. */
  @Command(name = "test", description = "Send a channel a message that says it is a test.")
  static final class Test extends ApiCommand {
    @Parameters(paramLabel = "NAME", description = "as channels list prints it")
    private String name = "";

    Test(Console console) {
      super(console);
    }

    @Override
    JsonNode ask(ApiClient api) {
      return api.post(
          "/api/v1/channels/" + ApiClient.encode(name) + "/test",
          JsonNodeFactory.instance.objectNode());
    }

    @Override
    void print(JsonNode answer, Console console) {
      if (answer.path("delivered").asBoolean()) {
        console.result("the test reached " + name);
      }
    }

    @Override
    void check(JsonNode answer) {
      if (!answer.path("delivered").asBoolean()) {
        throw new CommandFailure(
            ExitCode.OUTSIDE_FAILED,
            "the test did not reach " + name + ": " + answer.path("error").asText());
      }
    }
  }
}
