package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how one charge was split. */
@Command(
    name = "trace",
    description = "Show how one charge was split into lines, with the check that nothing is lost.",
    footer = {"", "Example: ./gpuledger trace 3f9a0c1e...:4294967302"})
final class TraceCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "CHARGE", description = "DELIVERY:ROW, as GET /api/v1/charges names it")
  private String charge = "";

  @Option(names = "--as-of", paramLabel = "T", description = "as known at this instant")
  private @Nullable String asOf;

  TraceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (asOf != null) {
      parameters.put("asOf", asOf);
    }
    try (Instance instance = Instance.connect(options, console)) {
      JsonNode answer =
          instance.api().get("/api/v1/allocations/trace/" + ApiClient.encode(charge), parameters);
      if (options.json()) {
        console.json(answer);
      } else {
        print(answer);
      }
      return ExitCode.OK;
    }
  }

  private void print(JsonNode trace) {
    JsonNode of = trace.path("charge");
    console.result(
        "%s  %s  %s to %s"
            .formatted(
                of.path("serviceName").asText(),
                of.path("chargeDescription").asText(),
                of.path("chargePeriodStart").asText(),
                of.path("chargePeriodEnd").asText()));
    String currency = of.path("billingCurrency").asText();
    console.result(
        String.format(
            Locale.ROOT,
            "invoiced %s %s, amortised %s %s",
            text(of.path("billedCost")),
            currency,
            text(of.path("effectiveCost")),
            currency));
    console.result("");
    console.result(
        String.format(
            Locale.ROOT,
            "%-10s %-8s %-18s %-24s %-20s %s",
            "day",
            "part",
            "state",
            "holder",
            "team",
            "invoiced"));
    for (JsonNode line : trace.path("lines")) {
      console.result(
          String.format(
              Locale.ROOT,
              "%-10s %-8s %-18s %-24s %-20s %s  by %s",
              line.path("day").asText(),
              line.path("component").asText(),
              line.path("state").asText(),
              line.path("holder").asText(),
              line.path("team").asText(),
              text(line.path("billedCost")),
              line.path("rule").asText()));
    }
    console.result("");
    for (JsonNode input : trace.path("inputs")) {
      if (input.path("what").asText().equals("split of the charge")) {
        console.result("split: " + input.path("value").asText());
      }
    }
    JsonNode sum = trace.path("sum").path("billedCost");
    console.result(
        "charge %s, lines %s, difference %s"
            .formatted(
                text(sum.path("charge")), text(sum.path("lines")), text(sum.path("difference"))));
  }

  /** A cost that the bill does not carry is a dash. */
  private static String text(JsonNode amount) {
    return amount.isNull() || amount.isMissingNode() ? "-" : amount.asText();
  }
}
