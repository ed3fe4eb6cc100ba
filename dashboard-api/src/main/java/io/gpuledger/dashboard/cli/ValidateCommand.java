package io.gpuledger.dashboard.cli;

import io.gpuledger.ingest.conformance.Conformance;
import io.gpuledger.ingest.conformance.ConformanceOptions;
import io.gpuledger.ingest.conformance.ConformanceReport;
import io.gpuledger.ingest.focus.FocusVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks files against FOCUS, without an instance and without a data directory. */
@Command(
    name = "validate",
    description = {
      "Check files against FOCUS 1.0 to 1.4, rule by rule, with line and column.",
      "Cost and Usage, Contract Commitment, Invoice Detail and Billing Period files are told by",
      "their headers; given together, they are checked against each other as well."
    },
    footer = {
      "",
      "Example: ./gpuledger validate october.csv.gz commitments.csv",
      "Exit code 3 if anything that FOCUS requires is broken; docs/rules/validate.md lists the rules."
    })
final class ValidateCommand implements Callable<Integer> {
  private static final List<String> VERSIONS = List.of("1.0", "1.1", "1.2", "1.3", "1.4");
  private static final long STEP_BYTES = 1 << 20;

  private final Console console;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Option(
      names = "--focus-version",
      paramLabel = "V",
      description = "1.0 to 1.4 (default: what the columns of each file tell)")
  private String version = "";

  @Option(
      names = "--max-findings",
      paramLabel = "N",
      description = "findings shown for each rule; all are counted (default: ${DEFAULT-VALUE})")
  private int maxFindings = ConformanceOptions.DEFAULT_FINDINGS;

  @Option(
      names = "--severity",
      paramLabel = "S",
      description = "must, or should for recommendations as well (default: ${DEFAULT-VALUE})")
  private String severity = "should";

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "CSV (plain, gzip, zstd) or Parquet")
  private List<Path> files = new ArrayList<>();

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ConformanceOptions wanted = conformanceOptions();
    for (Path file : files) {
      if (!Files.exists(file) || Files.isDirectory(file)) {
        throw new CommandFailure(ExitCode.USAGE, "no file " + file);
      }
    }
    ConformanceReport report;
    try {
      report = new Conformance(wanted, progress()).check(files);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.OUTSIDE_FAILED, "cannot read: " + e.getMessage());
    }
    ConformanceText text = new ConformanceText(report);
    if (options.json()) {
      console.json(text.json());
    } else {
      text.lines().forEach(console::result);
    }
    return report.conforms() ? ExitCode.OK : ExitCode.INPUT_REFUSED;
  }

  private ConformanceOptions conformanceOptions() {
    if (!version.isEmpty() && !VERSIONS.contains(version)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "FOCUS version \"" + version + "\" is not one of " + String.join(", ", VERSIONS));
    }
    String level = severity.toLowerCase(Locale.ROOT);
    if (!level.equals("must") && !level.equals("should")) {
      throw new CommandFailure(
          ExitCode.USAGE, "severity \"" + severity + "\" is not one of must, should");
    }
    if (maxFindings < 1 || maxFindings > ConformanceOptions.MAX_FINDINGS) {
      throw new CommandFailure(
          ExitCode.USAGE, "--max-findings must be 1 to " + ConformanceOptions.MAX_FINDINGS);
    }
    Optional<FocusVersion> release =
        version.isEmpty() ? Optional.empty() : FocusVersion.parse(version);
    return new ConformanceOptions(release, maxFindings, level.equals("must"));
  }

  private LongConsumer progress() {
    long total = files.stream().mapToLong(file -> file.toFile().length()).sum();
    return new LongConsumer() {
      private long done;
      private long told;

      @Override
      public void accept(long read) {
        done += read;
        if (done - told >= STEP_BYTES) {
          told = done;
          console.progress("checking", Math.min(done, total), total);
        }
      }
    };
  }
}
