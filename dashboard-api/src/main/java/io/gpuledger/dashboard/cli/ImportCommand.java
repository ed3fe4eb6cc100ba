package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.ingest.format.Formats;
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
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--source", required = true, paramLabel = "NAME", description = "e.g. aws-main")
  private String source = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "auto, focus, aws-cur, aws-cur-legacy, azure, databricks, snowflake, openai, anthropic,"
              + " gcp-billing, gcp-focus, oci-cost, oci-focus, lambda, crusoe, nebius, coreweave,"
              + " runpod, modal, vast, together, pinecone, zilliz or custom (default:"
              + " ${DEFAULT-VALUE})")
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
    if (!Formats.words().contains(format)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "format \"" + format + "\" is not one of " + String.join(", ", Formats.words()));
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
        new ImportText(console).print(report);
      }
      return report.path("anythingVisible").asBoolean() ? ExitCode.OK : ExitCode.INPUT_REFUSED;
    }
  }
}
