package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.export.FocusLayout;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.focus.ParquetFocusWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the allocated ledger as FOCUS and checks the file against the ledger's own sums. */
@Command(
    name = "focus",
    description = {
      "Write the ledger, allocated, as FOCUS Cost and Usage: one row for each allocation line.",
      "The file appears only once its rows and sums are those of the ledger."
    },
    footer = {
      "",
      "Example: ./gpuledger export focus --from 2026-10-01 --to 2026-11-01 -o october.csv",
      "         ./gpuledger export focus --from 2026-10-01 --to 2026-11-01 --source aws-main \\",
      "             --focus-version 1.2 --format parquet -o october.parquet"
    })
final class FocusExportCommand implements Callable<Integer> {
  private static final String PATH = "/api/v1/export/focus";
  private static final List<String> FORMATS = List.of("csv", "parquet");
  private static final List<String> VERSIONS =
      FocusLayout.VERSIONS.stream().map(FocusVersion::text).toList();
  private static final int BUFFER_BYTES = 1 << 16;

  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(names = "--from", required = true, paramLabel = "D", description = "first day of usage")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "D",
      description = "the day after the last, UTC as --from")
  private String to = "";

  @Option(
      names = "--focus-version",
      paramLabel = "V",
      description = "1.2, 1.3 or 1.4 (default: ${DEFAULT-VALUE})")
  private String version = VERSIONS.get(0);

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv or parquet (default: ${DEFAULT-VALUE})")
  private String format = FORMATS.get(0);

  @Option(names = "--as-of", paramLabel = "T", description = "as known at this instant")
  private @Nullable String asOf;

  @Option(names = "--source", paramLabel = "S", description = "only what came from this source")
  private @Nullable String source;

  @Option(names = "-o", required = true, paramLabel = "FILE", description = "file to write")
  private Path output = Path.of("");

  FocusExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, String> parameters = parameters();
    try (NewFile file = NewFile.at(output);
        Instance instance = Instance.connect(options, console)) {
      Map<String, String> asked = new LinkedHashMap<>(parameters);
      asked.put("format", "json");
      JsonNode expected = instance.api().get(PATH, asked);
      // All that follows is of the same snapshot.
      parameters.put("asOf", expected.path("snapshot").path("asOf").asText());
      parameters.put("format", "csv");
      long rows = expected.path("rows").asLong();
      try (InputStream body = instance.api().stream(PATH, parameters);
          OutputStream out = Files.newOutputStream(file.path())) {
        copy(body, out, rows);
      }
      if (format.equals("parquet")) {
        Path csv = file.moveAside();
        ParquetFocusWriter.convert(csv, file.path(), progress("writing Parquet", csv));
      }
      FocusSums.read(file.path(), progress("checking", file.path())).compare(expected);
      file.publish();
      print(expected);
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.OUTSIDE_FAILED, "the export to " + output + " failed: " + e.getMessage());
    }
  }

  private Map<String, String> parameters() {
    LocalDate first = day("--from", from);
    LocalDate after = day("--to", to);
    if (!first.isBefore(after)) {
      throw usage(
          "--to " + to + " is not later than --from " + from + "; it is the day after the last");
    }
    oneOf("--focus-version", version, VERSIONS);
    oneOf("--format", format, FORMATS);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("start", first.toString());
    parameters.put("end", after.toString());
    parameters.put("focusVersion", version);
    if (asOf != null) {
      parameters.put("asOf", asOf);
    }
    if (source != null) {
      parameters.put("source", source);
    }
    return parameters;
  }

  private static LocalDate day(String option, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw usage(option + " \"" + text + "\" is not a date such as 2026-10-01");
    }
  }

  private static void oneOf(String option, String text, List<String> words) {
    if (!words.contains(text)) {
      throw usage(option + " \"" + text + "\" is not one of " + String.join(", ", words));
    }
  }

  private static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  private void copy(InputStream body, OutputStream out, long rows) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long lines = 0;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      out.write(buffer, 0, count);
      for (int i = 0; i < count; i++) {
        lines += buffer[i] == '\n' ? 1 : 0;
      }
      console.progress("exporting", lines, rows);
    }
  }

  /** Draws how much of a file has been read. */
  private LongConsumer progress(String task, Path file) throws IOException {
    long size = Files.size(file);
    long[] done = {0};
    return bytes -> {
      done[0] += bytes;
      console.progress(task, done[0], size);
    };
  }

  private void print(JsonNode expected) {
    if (options.json()) {
      ObjectNode document =
          JsonNodeFactory.instance
              .objectNode()
              .put("file", output.toString())
              .put("format", format)
              .put("focusVersion", version)
              .put("rows", expected.path("rows").asLong());
      document.set("sums", expected.path("sums"));
      document.set("snapshot", expected.path("snapshot"));
      console.json(document);
      return;
    }
    console.result(
        "wrote %s: FOCUS %s, %d rows, as known on %s"
            .formatted(
                output,
                version,
                expected.path("rows").asLong(),
                expected.path("snapshot").path("asOf").asText()));
    expected
        .path("sums")
        .properties()
        .forEach(
            sum ->
                console.result(
                    "  %s  %d rows, as in the ledger: invoiced %s, amortised %s, list %s, contracted %s"
                        .formatted(
                            sum.getKey(),
                            sum.getValue().path("rows").asLong(),
                            amount(sum.getValue(), "billed"),
                            amount(sum.getValue(), "effective"),
                            amount(sum.getValue(), "list"),
                            amount(sum.getValue(), "contracted"))));
  }

  /** A cost that no bill carries is a dash. */
  private static String amount(JsonNode sum, String metric) {
    JsonNode amount = sum.path(metric);
    return amount.isTextual() ? amount.asText() : "-";
  }
}
