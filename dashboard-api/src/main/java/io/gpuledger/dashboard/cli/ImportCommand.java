package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads bills and invoices and prints the reconciliation. */
@Command(
    name = "import",
    description = {
      "Load bills; all files of one command are one delivery set.",
      "FOCUS Invoice Detail, Billing Period and Contract Commitment (CSV) are told by their header."
    },
    footer = {
      "",
      "Example: ./gpuledger import --source aws-main october.csv.gz",
      "Exit code 3 only if nothing became visible."
    })
final class ImportCommand implements Callable<Integer> {
  private static final int REJECTS_SHOWN = 10;
  private static final List<String> FORMATS = List.of("auto", "focus");

  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--source", required = true, paramLabel = "NAME", description = "e.g. aws-main")
  private String source = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "auto or focus (default: ${DEFAULT-VALUE})")
  private String format = "auto";

  @Option(
      names = "--replace-period",
      description = "accounts that these files no longer carry are emptied for the period")
  private boolean replacePeriod;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "CSV (plain, gzip, zstd) or Parquet")
  private List<Path> files = new ArrayList<>();

  ImportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!FORMATS.contains(format)) {
      throw new CommandFailure(
          ExitCode.USAGE, "format \"" + format + "\" is not one of " + String.join(", ", FORMATS));
    }
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new CommandFailure(ExitCode.USAGE, "cannot read " + file);
      }
    }
    try (Instance instance = Instance.connect(options, console)) {
      JsonNode report =
          instance
              .api()
              .upload(
                  "/api/v1/deliveries",
                  Map.of(
                      "source",
                      source,
                      "format",
                      format,
                      "replacePeriod",
                      Boolean.toString(replacePeriod)),
                  files);
      if (options.json()) {
        console.json(report);
      } else {
        print(report);
      }
      return report.path("anythingVisible").asBoolean() ? ExitCode.OK : ExitCode.INPUT_REFUSED;
    }
  }

  private void print(JsonNode report) {
    for (JsonNode delivery : report.path("deliveries")) {
      console.result(
          "%s  %s  %s%s"
              .formatted(
                  delivery.path("source").asText(),
                  scope(delivery.path("scope")),
                  delivery.path("format").asText() + " " + delivery.path("focusVersion").asText(),
                  delivery.path("unchanged").asBoolean() ? "  unchanged" : ""));
      console.result(
          "  rows read %d = accepted %d + rejected %d; repeated in the set %d"
              .formatted(
                  delivery.path("rowsRead").asLong(),
                  delivery.path("rowsAccepted").asLong(),
                  delivery.path("rowsRejected").asLong(),
                  delivery.path("rowsDuplicate").asLong()));
      if (delivery.path("rowsDuplicate").asLong() > 0) {
        console.result("  repeated, invoiced " + sums(delivery.path("duplicateBilledCost")));
      }
      console.result("  invoiced " + sums(delivery.path("billedCost")));
      console.result("  amortised " + sums(delivery.path("effectiveCost")));
      console.result("  delivery " + delivery.path("deliveryId").asText());
    }
    report.path("datasets").forEach(this::printDataset);
    for (JsonNode closed : report.path("closedPeriods")) {
      console.result(
          "  "
              + closed.asText()
              + " is closed: its signed figures stand, what changed becomes corrections");
    }
    JsonNode rejects = report.path("rejects");
    for (int i = 0; i < Math.min(rejects.size(), REJECTS_SHOWN); i++) {
      JsonNode reject = rejects.get(i);
      console.result(
          "  refused %s:%d:%d %s: %s"
              .formatted(
                  reject.path("file").asText(),
                  reject.path("line").asLong(),
                  reject.path("column").asLong(),
                  reject.path("field").asText(),
                  reject.path("message").asText()));
    }
    if (rejects.size() > REJECTS_SHOWN) {
      console.result("  and " + (rejects.size() - REJECTS_SHOWN) + " more; see screen Data");
    }
  }

  private void printDataset(JsonNode load) {
    console.result(
        "%s  %s  focus %s%s"
            .formatted(
                load.path("source").asText(),
                load.path("dataset").asText().replace('_', ' '),
                load.path("focusVersion").asText(),
                load.path("unchanged").asBoolean() ? "  unchanged" : ""));
    console.result(
        "  rows read %d = accepted %d + rejected %d; repeated in the set %d"
            .formatted(
                load.path("rowsRead").asLong(),
                load.path("rowsAccepted").asLong(),
                load.path("rowsRejected").asLong(),
                load.path("rowsDuplicate").asLong()));
    if (!load.path("payable").isEmpty()) {
      console.result("  payable " + sums(load.path("payable")));
    }
  }

  private static String scope(JsonNode scope) {
    return scope.isTextual()
        ? scope.asText()
        : scope.path("account").asText() + " " + scope.path("start").asText();
  }

  private static String sums(JsonNode byCurrency) {
    List<String> parts = new ArrayList<>();
    byCurrency
        .properties()
        .forEach(entry -> parts.add(entry.getValue().asText() + " " + entry.getKey()));
    return parts.isEmpty() ? "-" : String.join(", ", parts);
  }
}
