package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads Prometheus text 0.0.4 and what OpenMetrics adds to it, as a stream, in bounded memory.
 *
 * <p>A line that is not a series is a problem with its line and byte, and the rest is read. Faults
 * of the whole (too large, cut off, another encoding) are {@linkplain ExpositionReport#fatal()
 * fatal}: then nothing of it is to be used. Families may be scattered; HELP, TYPE and UNIT are not
 * needed. Not safe for use by many threads; reuse makes the next exposition of a target cheap.
 */
public final class ExpositionParser {
  /** Refused lines after which the text is taken for something else. */
  static final int FAULTY_LINES_MAX = 1_000;

  private static final byte[] END = "# EOF".getBytes(StandardCharsets.US_ASCII);
  private static final int RAW_TEXT_BYTES_MAX = 200;

  private final ExpositionLimits limits;
  private final SeriesReader seriesReader;

  public ExpositionParser(ExpositionLimits limits) {
    this.limits = limits;
    this.seriesReader = new SeriesReader(limits.labelsMax());
  }

  /** Whether the text must end with a line {@code # EOF}. */
  public enum Format {
    /** Text 0.0.4, or a file of either format. */
    TEXT,
    /** OpenMetrics over HTTP: without its last line it was cut off. */
    OPEN_METRICS
  }

  /**
   * Reads an exposition.
   *
   * @param in decompressed text, or a decompressing stream; not closed
   * @param input what to call it in problems
   * @throws IOException when the stream fails otherwise than by ending early or being corrupt
   */
  public ExpositionReport parse(
      InputStream in, Format format, String input, ExpositionHandler handler) throws IOException {
    return parse(in, format, input, handler, limits.bytesMax());
  }

  /**
   * As {@link #parse(InputStream, Format, String, ExpositionHandler)}, for an input with a limit of
   * its own.
   *
   * @param bytesMax most bytes of decompressed text, where that is less than the common limit
   */
  public ExpositionReport parse(
      InputStream in, Format format, String input, ExpositionHandler handler, long bytesMax)
      throws IOException {
    Run run = new Run(in, input, handler, Math.min(limits.bytesMax(), bytesMax));
    try {
      run.readLines();
      run.checkEnd(format);
    } catch (EOFException | ZipException e) {
      run.stop(
          ProblemCode.TRUNCATED, "the compressed text is cut off or corrupt: " + e.getMessage());
    }
    return run.report();
  }

  private final class Run {
    private final LineReader lines;
    private final String input;
    private final ExpositionHandler handler;
    private final List<Problem> problems = new ArrayList<>();
    private long problemsInAll;
    private long series;
    private boolean endSeen;
    private @Nullable Problem fatal;

    Run(InputStream in, String input, ExpositionHandler handler, long bytesMax) {
      this.lines = new LineReader(in, limits.lineBytesMax(), bytesMax);
      this.input = input;
      this.handler = handler;
    }

    void readLines() throws IOException {
      while (fatal == null && lines.next()) {
        int start = lines.start();
        if (lines.line() == 1) {
          start = skipByteOrderMark(start);
        }
        if (fatal == null) {
          line(start);
        }
      }
    }

    private int skipByteOrderMark(int start) {
      byte[] bytes = lines.buffer();
      int length = lines.end() - start;
      int first = length > 0 ? bytes[start] & 0xff : -1;
      int second = length > 1 ? bytes[start + 1] & 0xff : -1;
      boolean marked16 = (first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff);
      if (marked16 || first == 0 || second == 0) {
        stop(ProblemCode.WRONG_ENCODING, "the text is UTF-16 or binary; expected UTF-8");
        return start;
      }
      boolean marked = first == 0xef && second == 0xbb && length > 2;
      return marked && (bytes[start + 2] & 0xff) == 0xbf ? start + 3 : start;
    }

    private void line(int start) {
      byte[] bytes = lines.buffer();
      int end = lines.end();
      int at = start;
      while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
        at++;
      }
      if (at == end) {
        return;
      }
      if (lines.isTooLong()) {
        refuse(
            ProblemCode.FIELD_TOO_LONG,
            limits.lineBytesMax(),
            "the line is longer than " + limits.lineBytesMax() + " bytes",
            start);
      } else if (bytes[at] == '#') {
        endSeen |= java.util.Arrays.equals(bytes, at, end, END, 0, END.length);
      } else if (endSeen) {
        refuse(ProblemCode.MALFORMED_EXPOSITION, 1, "a series after # EOF", start);
      } else {
        series(start, end);
      }
    }

    private void series(int start, int end) {
      if (++series > limits.seriesMax()) {
        stop(ProblemCode.INPUT_TOO_LARGE, "more than " + limits.seriesMax() + " series");
        return;
      }
      try {
        handler.accept(seriesReader.read(lines.buffer(), start, end, lines.line()));
      } catch (MalformedLineException e) {
        series--;
        refuse(e.code(), e.column(), String.valueOf(e.getMessage()), start);
      }
    }

    private void refuse(ProblemCode code, int column, String message, int start) {
      problemsInAll++;
      if (problems.size() < limits.problemsMax()) {
        int length = Math.min(lines.end() - start, RAW_TEXT_BYTES_MAX);
        String raw = new String(lines.buffer(), start, length, StandardCharsets.UTF_8);
        problems.add(
            new Problem(code, new Location(input, lines.line(), column), "", message, raw));
      }
      if (problemsInAll == FAULTY_LINES_MAX) {
        stop(
            ProblemCode.MALFORMED_EXPOSITION,
            FAULTY_LINES_MAX + " lines are not series; this is not an exposition");
      }
    }

    void checkEnd(Format format) {
      if (fatal != null) {
        return;
      }
      if (lines.isOverBytes()) {
        stop(
            ProblemCode.INPUT_TOO_LARGE,
            "the exposition is larger than " + limits.bytesMax() + " bytes");
      } else if (format == Format.OPEN_METRICS && !endSeen) {
        stop(ProblemCode.TRUNCATED, "the last line is not # EOF");
      } else if (series == 0 && problemsInAll == 0) {
        stop(ProblemCode.EMPTY_INPUT, "the exposition has no series");
      } else if (series == 0) {
        stop(ProblemCode.MALFORMED_EXPOSITION, "no line is a series; this is not an exposition");
      }
    }

    void stop(ProblemCode code, String message) {
      fatal = new Problem(code, new Location(input, lines.line(), 0), "", message, "");
    }

    ExpositionReport report() {
      return new ExpositionReport(
          lines.bytesRead(),
          lines.line(),
          series,
          Optional.ofNullable(fatal),
          problems,
          problemsInAll);
    }
  }
}
