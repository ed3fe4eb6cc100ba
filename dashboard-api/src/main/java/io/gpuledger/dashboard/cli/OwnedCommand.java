package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Computes what own hardware costs a month and loads it. */
@Command(
    name = "owned",
    description = {
      "Compute what own hardware costs in a month and load it as a bill.",
      "The hardware stands under owned: in gpuledger.yaml."
    },
    footer = {
      "",
      "Example: ./gpuledger owned --source hall-1 --period 2026-10",
      "Exit code 3 only if nothing became visible."
    })
final class OwnedCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--source", required = true, paramLabel = "NAME", description = "e.g. hall-1")
  private String source = "";

  @Option(names = "--period", required = true, paramLabel = "YYYY-MM", description = "month")
  private String period = "";

  OwnedCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Instance instance = Instance.connect(options, console)) {
      JsonNode report =
          instance
              .api()
              .post(
                  "/api/v1/owned?source="
                      + ApiClient.encode(source)
                      + "&period="
                      + ApiClient.encode(period),
                  JsonNodeFactory.instance.objectNode());
      if (options.json()) {
        console.json(report);
      } else {
        new ImportText(console).print(report);
        print(report.path("owned"));
      }
      return report.path("anythingVisible").asBoolean() ? ExitCode.OK : ExitCode.INPUT_REFUSED;
    }
  }

  private void print(JsonNode owned) {
    for (JsonNode emptied : owned.path("emptied")) {
      console.result(
          "  taken back: the bill of %s from %s on, delivery %s; the configuration has no charge of it any more"
              .formatted(
                  emptied.at("/scope/account").asText(),
                  emptied.at("/scope/start").asText().substring(0, 10),
                  emptied.path("deliveryId").asText()));
    }
    for (JsonNode charge : owned.path("charges")) {
      console.result(
          "  %s %s  %s%s"
              .formatted(
                  charge.path("amount").asText(),
                  charge.path("currency").asText(),
                  charge.path("description").asText(),
                  charge.path("estimated").asBoolean() ? "  estimated" : ""));
      charge.path("trace").forEach(line -> console.result("      " + line.asText()));
    }
    for (JsonNode line : owned.path("trueUps")) {
      console.result(
          "  true-up of %s: computed %s, difference %s, invoiced %s %s (%s of %s)"
              .formatted(
                  line.path("kind").asText(),
                  line.path("computed").asText(),
                  line.path("difference").asText(),
                  line.path("invoiced").asText(),
                  line.path("currency").asText(),
                  line.path("invoiceId").asText(),
                  line.path("issuer").asText()));
    }
    owned
        .path("hourlyCost")
        .properties()
        .forEach(
            entry ->
                console.result(
                    "  %s per capacity-hour %s (%s h), per used hour %s (%s h)"
                        .formatted(
                            entry.getKey(),
                            entry.getValue().path("perCapacityHour").asText("-"),
                            owned.path("capacityHours").asText(),
                            entry.getValue().path("perUsedHour").asText("-"),
                            owned.path("usedHours").asText())));
  }
}
