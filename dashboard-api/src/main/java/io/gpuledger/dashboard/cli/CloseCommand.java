package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prepares a period of own books for its sign-off, or signs it. */
@Command(
    name = "close",
    description =
        "Give a period to review; with --sign-off close it, as another person than the one who"
            + " prepared it.",
    footer = {
      "",
      "Example: ./gpuledger close --period 2026-10 --acknowledge 'rejects=3 test rows'",
      "         ./gpuledger close --period 2026-10 --sign-off --token-file approver.token"
    })
final class CloseCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--period",
      required = true,
      paramLabel = "P",
      description = "book period, e.g. 2026-10 or FY2026-P10")
  private String period = "";

  @Option(names = "--sign-off", description = "sign what was prepared")
  private boolean signOff;

  @Option(
      names = "--acknowledge",
      paramLabel = "ITEM=NOTE",
      description = "stand for an open item: bills, invoices, bridge or rejects")
  private Map<String, String> acknowledge = new LinkedHashMap<>();

  @Option(
      names = "--as-of",
      paramLabel = "T",
      description = "with --sign-off: sign what was known at this instant")
  private @Nullable String asOf;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "holds the API token of who acts; the instance's own without it")
  private @Nullable Path tokenFile;

  CloseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (signOff && !acknowledge.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--acknowledge belongs to the preparation, not to --sign-off");
    }
    if (!signOff && asOf != null) {
      throw new CommandFailure(ExitCode.USAGE, "--as-of belongs to --sign-off");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (!acknowledge.isEmpty()) {
      ObjectNode notes = body.putObject("acknowledge");
      acknowledge.forEach(notes::put);
    }
    if (asOf != null) {
      body.put("asOf", asOf);
    }
    try (Instance instance = Instance.connect(options, console)) {
      JsonNode answer =
          instance
              .api(tokenFile)
              .post(
                  "/api/v1/close/"
                      + ApiClient.encode(period)
                      + (signOff ? "/sign-off" : "/prepare"),
                  body);
      if (options.json()) {
        console.json(answer);
      } else {
        print(console, answer);
      }
      return ExitCode.OK;
    }
  }

  /** The state of a period with its checklist and figures. */
  static void print(Console console, JsonNode answer) {
    console.result(
        "%s  %s to %s  %s"
            .formatted(
                answer.path("period").asText(),
                answer.path("firstDay").asText(),
                answer.path("lastDay").asText(),
                answer.path("words").asText()));
    for (JsonNode item : answer.path("checklist")) {
      String note = item.path("note").asText("");
      console.result(
          "  %s  %s: %s%s"
              .formatted(
                  item.path("state").asText(),
                  item.path("title").asText(),
                  item.path("reason").asText(),
                  item.path("note").isNull()
                      ? ""
                      : " (" + item.path("by").asText() + ": " + note + ")"));
    }
    JsonNode signed = answer.path("signed");
    JsonNode figures = signed.isObject() ? signed : answer.path("figures");
    for (JsonNode total : figures.path("totals")) {
      console.result(
          "  %s as of %s: invoiced %s, amortised %s"
              .formatted(
                  total.path("currency").asText(),
                  figures.path("asOf").asText(),
                  text(total.path("billed")),
                  text(total.path("effective"))));
    }
  }

  private static String text(JsonNode amount) {
    return amount.isNull() ? "-" : amount.asText();
  }
}
