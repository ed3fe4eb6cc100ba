package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** API tokens. The secret of a new one is printed once and stored as a hash only. */
@Command(
    name = "token",
    description = "Create, list and revoke API tokens.",
    subcommands = {
      TokenCommand.Create.class,
      TokenCommand.ListAll.class,
      TokenCommand.Revoke.class
    })
final class TokenCommand extends CommandGroup {
  /** {@code token create}. */
  @Command(name = "create", description = "Create a token and print its secret, once.")
  static final class Create extends ApiCommand {
    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "admin, finance, approver, lead or viewer")
    private String role = "";

    @Option(names = "--team", paramLabel = "TEAM", description = "for role lead; may repeat")
    private java.util.List<String> teams = new java.util.ArrayList<>();

    @Option(names = "--expires", paramLabel = "DATE", description = "e.g. 2027-01-31")
    private @Nullable String expires;

    Create(Console console) {
      super(console);
    }

    @Override
    JsonNode ask(ApiClient api) {
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("role", role);
      teams.forEach(body.putArray("teams")::add);
      if (expires != null) {
        body.put("expires", expires);
      }
      return api.post("/api/v1/tokens", body);
    }

    @Override
    void print(JsonNode answer, Console console) {
      console.result(answer.path("secret").asText());
    }
  }

  /** {@code token list}. */
  @Command(name = "list", description = "List tokens, without their secrets.")
  static final class ListAll extends ApiCommand {
    ListAll(Console console) {
      super(console);
    }

    @Override
    JsonNode ask(ApiClient api) {
      return api.get("/api/v1/tokens", Map.of());
    }

    @Override
    void print(JsonNode answer, Console console) {
      for (JsonNode token : answer.path("rows")) {
        console.result(
            "%s  %s  %s  expires %s%s"
                .formatted(
                    token.path("id").asText(),
                    token.path("role").asText(),
                    token.path("teams"),
                    token.path("expires").asText("never"),
                    token.path("revoked").asBoolean() ? "  revoked" : ""));
      }
    }
  }

  /** {@code token revoke}. */
  @Command(name = "revoke", description = "Revoke a token at once.")
  static final class Revoke extends ApiCommand {
    @Parameters(paramLabel = "ID", description = "as token list prints it")
    private String id = "";

    Revoke(Console console) {
      super(console);
    }

    @Override
    JsonNode ask(ApiClient api) {
      return api.delete("/api/v1/tokens/" + ApiClient.encode(id));
    }

    @Override
    void print(JsonNode answer, Console console) {
      console.result("revoked " + id);
    }
  }
}
