package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.dashboard.bench.AlertsBench;
import io.gpuledger.dashboard.bench.AllocationBench;
import io.gpuledger.dashboard.bench.BillingBench;
import io.gpuledger.dashboard.bench.BudgetsBench;
import io.gpuledger.dashboard.bench.ImportBench;
import io.gpuledger.dashboard.bench.QueryBench;
import io.gpuledger.dashboard.bench.TelemetryBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures this machine. */
@Command(
    name = "bench",
    description = {
      "Measure this machine, with the raw engine's figure for the same work from the same run.",
      "Uses a temporary directory and touches no data."
    })
final class BenchCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private GlobalOptions options = new GlobalOptions();

  /** What can be measured. */
  enum Subject {
    TELEMETRY,
    BILLING,
    IMPORT,
    ALLOCATION,
    QUERY,
    ALERTS,
    BUDGETS
  }

  @Parameters(
      paramLabel = "SUBJECT",
      description = "telemetry, billing, import, allocation, query, alerts or budgets")
  private Subject subject = Subject.BILLING;

  @Option(names = "--quick", description = "a small part of the work; noisier figures")
  private boolean quick;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "charges of the billing bench, lines of the import bench, samples of the telemetry bench")
  private @Nullable Long rows;

  BenchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("gpuledger-bench");
    try {
      Object figures =
          switch (subject) {
            case BILLING -> BillingBench.run(directory, size(200_000, 1_000_000), this::progress);
            case IMPORT -> ImportBench.run(directory, size(500_000, 10_000_000), this::progress);
            case ALLOCATION -> AllocationBench.run(directory, quick, this::progress);
            case QUERY -> QueryBench.run(directory, quick, this::progress);
            case ALERTS -> AlertsBench.run(directory, quick ? 50 : 200, this::progress);
            case BUDGETS ->
                BudgetsBench.run(directory, quick ? 2_000 : 10_000, quick ? 5 : 20, this::progress);
            case TELEMETRY ->
                TelemetryBench.run(directory, size(1_000_000, 18_000_000), this::progress);
          };
      JsonNode document = JSON.valueToTree(figures);
      if (options.json()) {
        console.json(document);
      } else {
        document.properties().forEach(figure -> print(figure.getKey(), figure.getValue()));
      }
      return ExitCode.OK;
    } finally {
      delete(directory);
    }
  }

  private void print(String name, JsonNode figure) {
    if (figure.isArray()) {
      figure.forEach(
          one ->
              console.result(
                  "%-32s p50 %,d ms, p95 %,d ms, raw engine %,d ms"
                      .formatted(
                          one.path("name").asText(),
                          one.path("millisP50").asLong(),
                          one.path("millisP95").asLong(),
                          one.path("rawEngineMillis").asLong())));
      return;
    }
    console.result("%-26s %,d".formatted(name, figure.asLong()));
  }

  private long size(long small, long whole) {
    if (rows == null) {
      return quick ? small : whole;
    }
    if (rows < 1_000) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "--rows must be 1000 or more");
    }
    return rows;
  }

  private void progress(String line) {
    console.say("  " + line);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
