package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a report to a file. */
@Command(
    name = "report",
    description = "Write a report to a file.",
    footer = {
      "",
      "Example: ./gpuledger report chargeback --period 2026-10 --format csv -o chargeback.csv",
      "         ./gpuledger report bridge --period 2026-10 --format pdf -o bridge.pdf",
      "         ./gpuledger report accrual-journal --period 2026-10 -o journal.csv",
      "         ./gpuledger report prepaid-rollforward --period 2026-10 -o prepaid.csv",
      "         ./gpuledger report variance --period 2026-10 --against 2025-10 \\",
      "             --format xlsx -o variance.xlsx"
    })
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(
      paramLabel = "KIND",
      description = {
        "chargeback, bridge, reconciliation, accrual-journal, commitments,",
        "prepaid-rollforward or variance"
      })
  private String kind = "";

  @Option(
      names = "--period",
      required = true,
      paramLabel = "YYYY-MM",
      description = "month; of the journal also a book period")
  private String period = "";

  @Option(names = "--as-of", paramLabel = "T", description = "as known at this instant")
  private @Nullable String asOf;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = {
        "charge by this configured chargeback policy, whenever it holds,",
        "and show its effect per team over what is in force"
      })
  private @Nullable String policy;

  @Option(
      names = "--against",
      paramLabel = "YYYY-MM",
      description = "of variance: the month to compare with (default: the one before)")
  private @Nullable String against;

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "convert into this currency (chargeback, bridge and variance)")
  private @Nullable String currency;

  @Option(
      names = "--rate-purpose",
      paramLabel = "PURPOSE",
      description = "rates to convert by: invoice, monthly-average, closing, budget")
  private @Nullable String ratePurpose;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, xlsx, pdf, parquet or json (default: ${DEFAULT-VALUE})")
  private String format = "csv";

  @Option(names = "-o", required = true, paramLabel = "FILE", description = "file to write")
  private Path output = Path.of("");

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("period", period);
    parameters.put("format", format);
    if (asOf != null) {
      parameters.put("asOf", asOf);
    }
    if (policy != null) {
      parameters.put("policy", policy);
    }
    if (against != null) {
      parameters.put("against", against);
    }
    if (currency != null) {
      parameters.put("currency", currency);
    }
    if (ratePurpose != null) {
      parameters.put("ratePurpose", ratePurpose);
    }
    try (Instance instance = Instance.connect(options, console)) {
      instance.api().download("/api/v1/reports/" + ApiClient.encode(kind), parameters, output);
      if (options.json()) {
        console.json(
            JsonNodeFactory.instance
                .objectNode()
                .put("report", kind)
                .put("file", output.toString()));
      } else {
        console.result("wrote " + output);
      }
      return ExitCode.OK;
    }
  }
}
