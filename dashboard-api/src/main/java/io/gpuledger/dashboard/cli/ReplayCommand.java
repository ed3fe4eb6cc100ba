package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends saved expositions through the telemetry path. */
@Command(
    name = "replay",
    description = "Send saved expositions and captures through the telemetry path.",
    footer = {
      "",
      "Example: ./gpuledger replay --cluster lab --at 2026-11-24T06:00:00Z node-a.prom"
    })
final class ReplayCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--cluster", required = true, paramLabel = "C", description = "cluster name")
  private String cluster = "";

  @Option(
      names = "--at",
      paramLabel = "T",
      description =
          "instant of the first file (default: the last file is now); a file each cadence")
  private @Nullable Instant at;

  @Option(
      names = "--cadence",
      paramLabel = "DURATION",
      description = "e.g. 15s (default: ${DEFAULT-VALUE})")
  private String cadence = "15s";

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Prometheus text, plain or gzip")
  private List<Path> files = new ArrayList<>();

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new CommandFailure(ExitCode.USAGE, "cannot read " + file);
      }
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("cluster", cluster);
    parameters.put("cadence", cadence);
    if (at != null) {
      parameters.put("at", at.toString());
    }
    try (Instance instance = Instance.connect(options, console)) {
      JsonNode answer = instance.api().upload("/api/v1/replays", parameters, files);
      if (options.json()) {
        console.json(answer);
      } else {
        console.result(
            "%d samples of %d devices, %d values refused"
                .formatted(
                    answer.path("samples").asLong(),
                    answer.path("devices").asLong(),
                    answer.path("problems").size()));
        for (JsonNode problem : answer.path("problems")) {
          console.result(
              "  " + problem.path("place").asText() + ": " + problem.path("message").asText());
        }
      }
      return answer.path("samples").asLong() > 0 ? ExitCode.OK : ExitCode.INPUT_REFUSED;
    }
  }
}
