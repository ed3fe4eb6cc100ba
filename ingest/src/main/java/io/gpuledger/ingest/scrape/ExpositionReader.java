package io.gpuledger.ingest.scrape;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.prometheus.AssemblyOptions;
import io.gpuledger.ingest.prometheus.ExpositionParser;
import io.gpuledger.ingest.prometheus.ExpositionReport;
import io.gpuledger.ingest.prometheus.SampleAssembler;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a body to samples. One parser a thread: its memory of labels is what makes it fast. */
final class ExpositionReader {
  private static final int BUFFER_BYTES = 64 << 10;

  private final ScrapeOptions options;
  private final ThreadLocal<ExpositionParser> parsers;

  ExpositionReader(ScrapeOptions options) {
    this.options = options;
    this.parsers = ThreadLocal.withInitial(() -> new ExpositionParser(options.limits()));
  }

  /**
   * What is in it.
   *
   * @param refused lines and values refused in all; not all are listed in the problems
   * @param fatal why nothing of it is used, if so
   */
  record Read(long bytes, Parsed<Sample> samples, long refused, Optional<Problem> fatal) {}

  Read read(ScrapeTarget target, Instant scrapedAt, HttpResponse<byte[]> response)
      throws IOException {
    SampleAssembler assembler =
        new SampleAssembler(
            new AssemblyOptions(
                target.cluster(),
                target.node(),
                target.uri().getHost(),
                scrapedAt,
                target.name(),
                scrapedAt.plus(options.clockSkewMax())));
    ExpositionParser.Format format =
        response.headers().firstValue("Content-Type").orElse("").contains("openmetrics")
            ? ExpositionParser.Format.OPEN_METRICS
            : ExpositionParser.Format.TEXT;
    ExpositionReport report;
    try (InputStream in = open(response)) {
      report = parsers.get().parse(in, format, target.name(), assembler, target.bytesMax());
    } catch (EOFException | ZipException e) {
      throw new ScrapeFault(
          ProblemCode.TRUNCATED, "the compressed body is cut off or corrupt: " + e.getMessage());
    }
    if (report.fatal().isPresent()) {
      return new Read(
          report.bytesRead(),
          new Parsed<>(List.of(), report.problems()),
          report.problemsInAll(),
          report.fatal());
    }
    Parsed<Sample> samples = assembler.finish();
    List<Problem> problems = new ArrayList<>(report.problems());
    problems.addAll(samples.problems());
    return new Read(
        report.bytesRead(),
        new Parsed<>(samples.values(), problems),
        report.problemsInAll() + assembler.refused(),
        Optional.empty());
  }

  private static InputStream open(HttpResponse<byte[]> response) throws IOException {
    InputStream in = new ByteArrayInputStream(response.body());
    String encoding = response.headers().firstValue("Content-Encoding").orElse("");
    return switch (encoding) {
      case "", "identity" -> in;
      case "gzip", "x-gzip" -> new GZIPInputStream(in, BUFFER_BYTES);
      default ->
          throw new ScrapeFault(
              ProblemCode.WRONG_ENCODING,
              "the content encoding " + encoding + " was not asked for");
    };
  }

  static Problem problem(ScrapeTarget target, ProblemCode code, String message) {
    return new Problem(code, Location.ofInput(target.name()), "", message, "");
  }
}
