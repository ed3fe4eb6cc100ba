package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleBatches;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Sends saved expositions through the telemetry path, as if a target had been scraped.
 *
 * <p>File number n stands for the instant {@code at + n x cadence}; timestamps inside a file win.
 * What is from the future is refused as when scraping: nobody can have seen it.
 */
public final class Replay {
  private final Request request;

  public Replay(Request request) {
    this.request = request;
  }

  /**
   * What to replay.
   *
   * @param source name of the source in records and rejects
   * @param cluster the cluster that the devices belong to
   * @param node the machine; empty takes the host name of the text, else the cluster's name
   * @param at instant of the first file
   * @param cadence time between two files
   * @param files expositions, plain or gzip, in order of time
   * @param limits how much of a file is read
   */
  public record Request(
      String source,
      String cluster,
      String node,
      Instant at,
      Duration cadence,
      List<Path> files,
      ExpositionLimits limits) {
    public Request {
      files = List.copyOf(files);
      if (cadence.isNegative() || cadence.isZero()) {
        throw new IllegalArgumentException("the cadence " + cadence + " is not positive");
      }
    }
  }

  /**
   * What came of it.
   *
   * @param files files that were taken
   * @param filesRefused files of which nothing was taken
   * @param samples samples sent
   * @param batches records sent
   * @param problems refused files, lines and values, with their places
   */
  public record Report(
      int files, int filesRefused, long samples, long batches, List<Problem> problems) {
    public Report {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads the files one by one and hands their records on.
   *
   * @param publishedAt the clock's instant now; stamps the records
   * @throws IOException when a file cannot be read (not: when it is missing or malformed)
   */
  public Report run(Instant publishedAt, Consumer<SampleBatch> sink) throws IOException {
    List<Problem> problems = new ArrayList<>();
    int taken = 0;
    long samples = 0;
    long batches = 0;
    ExpositionParser parser = new ExpositionParser(request.limits());
    for (int i = 0; i < request.files().size(); i++) {
      Path file = request.files().get(i);
      Instant at = request.at().plus(request.cadence().multipliedBy(i));
      Parsed<Sample> read = read(parser, file, at, publishedAt);
      problems.addAll(read.problems());
      taken += read.values().isEmpty() ? 0 : 1;
      samples += read.values().size();
      for (SampleBatch batch :
          SampleBatches.of(request.source(), request.cadence(), publishedAt, read.values())) {
        sink.accept(batch);
        batches++;
      }
    }
    return new Report(taken, request.files().size() - taken, samples, batches, problems);
  }

  private Parsed<Sample> read(ExpositionParser parser, Path file, Instant at, Instant now)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    SampleAssembler assembler =
        new SampleAssembler(
            new AssemblyOptions(
                request.cluster(),
                request.node(),
                request.cluster(),
                at,
                name,
                now.plus(AssemblyOptions.CLOCK_SKEW_MAX)));
    ExpositionReport report;
    try (InputStream in = open(file)) {
      report = parser.parse(in, ExpositionParser.Format.TEXT, name, assembler);
    } catch (NoSuchFileException e) {
      return refused(ProblemCode.MISSING_VALUE, name, "there is no such file");
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      return refused(ProblemCode.TRUNCATED, name, "the gzip file is cut off or corrupt");
    }
    List<Problem> problems = new ArrayList<>(report.problems());
    if (report.fatal().isPresent()) {
      problems.add(0, report.fatal().get());
      return new Parsed<>(List.of(), problems);
    }
    Parsed<Sample> samples = assembler.finish();
    problems.addAll(samples.problems());
    long unlisted = report.problemsInAll() + assembler.refused() - problems.size();
    if (unlisted > 0) {
      problems.add(
          new Problem(
              ProblemCode.INPUT_TOO_LARGE,
              Location.ofInput(name),
              "",
              unlisted + " more lines and values of this file were refused than are listed",
              ""));
    }
    if (samples.values().isEmpty() && assembler.refused() == 0) {
      problems.add(
          new Problem(
              ProblemCode.UNKNOWN_FORMAT,
              Location.ofInput(name),
              "",
              "no series of dcgm-exporter or nvidia_gpu_exporter in it",
              ""));
    }
    return new Parsed<>(samples.values(), problems);
  }

  private static Parsed<Sample> refused(ProblemCode code, String name, String message) {
    return new Parsed<>(
        List.of(), List.of(new Problem(code, Location.ofInput(name), "", message, "")));
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 64 << 10);
    try {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return gzip ? new GZIPInputStream(in, 64 << 10) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
