package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** API tokens. The secret of a new one is printed once and stored as a hash only. */
@Command(
    name = "token",
    description = "Create, list and revoke API tokens.",
    subcommands = {
      TokenCommand.Create.class,
      TokenCommand.ListAll.class,
      TokenCommand.Revoke.class
    })
final class TokenCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "name create, list or revoke");
    }
  }

  /** {@code token create}. */
  @Command(name = "create", description = "Create a token and print its secret, once.")
  static final class Create implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();

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
      this.console = console;
    }

    @Override
    public Integer call() {
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("role", role);
      teams.forEach(body.putArray("teams")::add);
      if (expires != null) {
        body.put("expires", expires);
      }
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer = instance.api().post("/api/v1/tokens", body);
        if (options.json()) {
          console.json(answer);
        } else {
          console.result(answer.path("secret").asText());
        }
        return ExitCode.OK;
      }
    }
  }

  /** {@code token list}. */
  @Command(name = "list", description = "List tokens, without their secrets.")
  static final class ListAll implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();

    ListAll(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer = instance.api().get("/api/v1/tokens", Map.of());
        if (options.json()) {
          console.json(answer);
          return ExitCode.OK;
        }
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
        return ExitCode.OK;
      }
    }
  }

  /** {@code token revoke}. */
  @Command(name = "revoke", description = "Revoke a token at once.")
  static final class Revoke implements Callable<Integer> {
    private final Console console;

    @Mixin private GlobalOptions options = new GlobalOptions();

    @Parameters(paramLabel = "ID", description = "as token list prints it")
    private String id = "";

    Revoke(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Instance instance = Instance.connect(options, console)) {
        JsonNode answer = instance.api().delete("/api/v1/tokens/" + ApiClient.encode(id));
        if (options.json()) {
          console.json(answer);
        } else {
          console.result("revoked " + id);
        }
        return ExitCode.OK;
      }
    }
  }
}
