package io.gpuledger.ingest.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.problem.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionParserTest {
  private final List<Series> series = new ArrayList<>();

  @Test
  void a_series_has_its_name_labels_value_and_line() throws IOException {
    ExpositionReport report =
        parse(
            """
            # HELP power What it draws.
            # TYPE power gauge
            power{gpu="0",pod="a b"} 61.5

            \tup 1\r
            power { gpu = "1" , pod = "" , } 2
            """);
    assertThat(report.fatal()).isEmpty();
    assertThat(report.problems()).isEmpty();
    assertThat(report.seriesRead()).isEqualTo(3);
    assertThat(series)
        .extracting(s -> s.name() + s.labels() + s.value() + "@" + s.line())
        .containsExactly(
            "power{gpu=\"0\",pod=\"a b\"}61.5@3", "up{}1.0@5", "power{gpu=\"1\",pod=\"\"}2.0@6");
  }

  @Test
  void escapes_quotes_braces_and_utf_8_in_values_are_read() throws IOException {
    parse("a{l=\"x\\\\y\\\"z}\\n{ü€😀,\"} 1\n");
    assertThat(series.get(0).labels().get("l")).isEqualTo("x\\y\"z}\n{ü€😀,");
  }

  @Test
  void a_quoted_metric_name_stands_first_in_the_braces() throws IOException {
    parse("{\"gpu.power\",\"host.name\"=\"n\"} 5\n");
    assertThat(series.get(0).name()).isEqualTo("gpu.power");
    assertThat(series.get(0).labels().get("host.name")).isEqualTo("n");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0.0",
    "-3.25,-3.25",
    "1e9,1.0E9",
    "6.4238911488e+10,6.4238911488E10",
    "0.1,0.1",
    "123456789012345678901234567890,1.2345678901234568E29",
    "+5,5.0",
    "NaN,NaN",
    "+Inf,Infinity",
    "-inf,-Infinity",
    "0.981234,0.981234",
    "99999999999999.9,9.99999999999999E13",
  })
  void numbers_are_read_as_the_language_rounds_them(String text, String expected)
      throws IOException {
    parse("a " + text + "\n");
    assertThat(Double.toString(series.get(0).value())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1767225600123,2026-01-01T00:00:00.123Z",
    "1767225600.5,2026-01-01T00:00:00.500Z",
    "1767225600,2026-01-01T00:00:00Z",
  })
  void timestamps_are_milliseconds_or_seconds(String text, String expected) throws IOException {
    parse("a 1 " + text + "\n");
    assertThat(series.get(0).at()).isEqualTo(Instant.parse(expected));
  }

  @Test
  void exemplars_are_passed_over() throws IOException {
    ExpositionReport report = parse("a_total{x=\"1\"} 17 1767225600 # {id=\"z\"} 0.5 1.0\n# EOF\n");
    assertThat(report.problems()).isEmpty();
    assertThat(series.get(0).value()).isEqualTo(17);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a|MALFORMED_EXPOSITION|2",
        "a x|MALFORMED_EXPOSITION|3",
        "a 0x10|MALFORMED_EXPOSITION|3",
        "a 1d|MALFORMED_EXPOSITION|3",
        "a 1 2 3|MALFORMED_EXPOSITION|7",
        "9a 1|MALFORMED_EXPOSITION|1",
        "a{l=\"x\" 1|MALFORMED_EXPOSITION|2",
        "a{l=x} 1|MALFORMED_EXPOSITION|5",
        "a{l} 1|MALFORMED_EXPOSITION|4",
        "a{=\"x\"} 1|MALFORMED_EXPOSITION|3",
        "a{l=\"x\"m=\"y\"} 1|MALFORMED_EXPOSITION|8",
        "a{l=\"x\",l=\"y\"} 1|MALFORMED_EXPOSITION|9",
        "a{l=\"\\x\"} 1|MALFORMED_EXPOSITION|6",
        "a{l=\"x\\\"} 1|MALFORMED_EXPOSITION|2",
        "a 1 99999999999999999|TIME_OUT_OF_RANGE|5",
        "a 1 NaN|TIME_OUT_OF_RANGE|5",
        "{l=\"x\"} 1|MALFORMED_EXPOSITION|8",
        "<html>|MALFORMED_EXPOSITION|1",
      })
  void a_bad_line_is_refused_with_its_place_and_the_rest_is_read(
      String line, ProblemCode code, int column) throws IOException {
    ExpositionReport report = parse("before 1\n" + line + "\nafter 2\n");
    assertThat(report.fatal()).isEmpty();
    assertThat(series).extracting(Series::name).containsExactly("before", "after");
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).code()).isEqualTo(code);
    assertThat(report.problems().get(0).location().toString()).isEqualTo("target:2:" + column);
    assertThat(report.problems().get(0).rawText()).isEqualTo(line);
  }

  @Test
  void too_many_labels_too_long_lines_nul_bytes_and_foreign_encodings_refuse_the_line()
      throws IOException {
    StringBuilder many = new StringBuilder("many{");
    for (int i = 0; i < 5; i++) {
      many.append("l").append(i).append("=\"x\",");
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes((many + "} 1\n").getBytes(StandardCharsets.UTF_8));
    text.writeBytes(
        ("long{l=\"" + "x".repeat(100_000) + "\"} 1\n").getBytes(StandardCharsets.UTF_8));
    text.writeBytes("nul{l=\"a\0b\"} 1\n".getBytes(StandardCharsets.UTF_8));
    text.writeBytes("latin{l=\"ü\"} 1\n".getBytes(StandardCharsets.ISO_8859_1));
    text.writeBytes("good 1".getBytes(StandardCharsets.UTF_8));
    ExpositionLimits limits = new ExpositionLimits(1 << 20, 100, 1_024, 4, 100);
    ExpositionReport report = parse(limits, new ByteArrayInputStream(text.toByteArray()));
    assertThat(report.problems())
        .extracting(p -> p.code() + "@" + p.location().line())
        .containsExactly(
            "LABEL_LIMIT@1", "FIELD_TOO_LONG@2", "CONTROL_CHARACTER@3", "WRONG_ENCODING@4");
    assertThat(series).extracting(Series::name).containsExactly("good");
  }

  @Test
  void limits_hold_exactly_at_their_border() throws IOException {
    ExpositionLimits limits = new ExpositionLimits(1 << 20, 3, 22, 2, 100);
    assertThat(parse(limits, text("a{b=\"1\",c=\"\"} 1\nb 1\nc 1\n")).fatal()).isEmpty();
    assertThat(parse(limits, text("a 1\nb 1\nc 1\nd 1\n")).fatal().orElseThrow().code())
        .isEqualTo(ProblemCode.INPUT_TOO_LARGE);
    assertThat(parse(limits, text("a{b=\"1\",c=\"2\",d=\"3\"} 1\n")).problemsInAll()).isEqualTo(1);
    assertThat(parse(limits, text("a{b=\"1234567890123\"} 1\n")).problemsInAll()).isZero();
    assertThat(parse(limits, text("a{b=\"1234567890123\"} 12\n")).problemsInAll()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE", "UTF-16BE", "UTF-16"})
  void utf_16_is_refused_as_a_whole(String charset) throws IOException {
    byte[] bytes = "a 1\nb 2\n".getBytes(Charset.forName(charset));
    ExpositionReport report = parse(ExpositionLimits.DEFAULT, new ByteArrayInputStream(bytes));
    assertThat(report.fatal().orElseThrow().code()).isEqualTo(ProblemCode.WRONG_ENCODING);
    assertThat(report.fatal().orElseThrow().location().line()).isEqualTo(1);
    assertThat(series).isEmpty();
  }

  @Test
  void an_empty_or_foreign_text_is_refused_as_a_whole() throws IOException {
    assertThat(parse("").fatal().orElseThrow().code()).isEqualTo(ProblemCode.EMPTY_INPUT);
    assertThat(parse("# only a comment\n").fatal().orElseThrow().code())
        .isEqualTo(ProblemCode.EMPTY_INPUT);
    assertThat(parse("<html>\n<body>\n").fatal().orElseThrow().code())
        .isEqualTo(ProblemCode.MALFORMED_EXPOSITION);
    ExpositionReport log = parse("not an exposition\n".repeat(5_000));
    assertThat(log.linesRead()).isEqualTo(ExpositionParser.FAULTY_LINES_MAX);
    assertThat(log.problems()).hasSize(ExpositionLimits.DEFAULT.problemsMax());
  }

  @Test
  void a_byte_order_mark_is_passed_over() throws IOException {
    assertThat(parse("\uFEFFa 1\n").problems()).isEmpty();
    assertThat(series.get(0).name()).isEqualTo("a");
  }

  @Test
  void open_metrics_without_its_end_was_cut_off() throws IOException {
    ExpositionParser parser = new ExpositionParser(ExpositionLimits.DEFAULT);
    ExpositionReport cut =
        parser.parse(text("a 1\n"), ExpositionParser.Format.OPEN_METRICS, "target", series::add);
    assertThat(cut.fatal().orElseThrow().code()).isEqualTo(ProblemCode.TRUNCATED);
    ExpositionReport whole =
        parser.parse(
            text("a 1\n# EOF\nb 2\n"), ExpositionParser.Format.OPEN_METRICS, "target", series::add);
    assertThat(whole.fatal()).isEmpty();
    assertThat(whole.problems().get(0).location().line()).isEqualTo(3);
  }

  @Test
  void truncated_gzip_is_refused_as_a_whole() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 10_000; i++) {
        gzip.write(("a{i=\"" + i * 31L + "\"} " + i + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] cut = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    ExpositionReport report =
        parse(ExpositionLimits.DEFAULT, new GZIPInputStream(new ByteArrayInputStream(cut)));
    assertThat(report.fatal().orElseThrow().code()).isEqualTo(ProblemCode.TRUNCATED);
    assertThat(report.fatal().orElseThrow().location().line()).isPositive();
  }

  @Test
  void two_hundred_megabytes_are_refused_in_bounded_memory() throws IOException {
    long before = usedMemory();
    EndlessText text = new EndlessText(200L << 20);
    long[] count = new long[1];
    ExpositionReport report =
        new ExpositionParser(ExpositionLimits.DEFAULT)
            .parse(text, ExpositionParser.Format.TEXT, "target", s -> count[0]++);
    assertThat(report.fatal().orElseThrow().code()).isEqualTo(ProblemCode.INPUT_TOO_LARGE);
    assertThat(report.bytesRead()).isLessThan(ExpositionLimits.DEFAULT.bytesMax() + (1 << 20));
    assertThat(count[0]).isPositive();
    assertThat(usedMemory() - before).isLessThan(64L << 20);
  }

  @Test
  void a_line_that_never_ends_is_refused_in_bounded_memory() throws IOException {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) 'x');
            return length;
          }
        };
    ExpositionReport report = parse(ExpositionLimits.DEFAULT, endless);
    assertThat(report.fatal().orElseThrow().code()).isEqualTo(ProblemCode.INPUT_TOO_LARGE);
  }

  /** Text of distinct series, made as it is read. */
  private static final class EndlessText extends InputStream {
    private final long bytes;
    private long made;
    private byte[] line = new byte[0];
    private int at;

    EndlessText(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      int count = 0;
      for (; count < length; count++) {
        int next = read();
        if (next < 0) {
          break;
        }
        into[offset + count] = (byte) next;
      }
      return count == 0 ? -1 : count;
    }

    @Override
    public int read() {
      if (at == line.length) {
        if (made > bytes) {
          return -1;
        }
        line =
            ("DCGM_FI_DEV_GPU_UTIL{UUID=\"GPU-" + made + "\",pad=\"" + "p".repeat(400) + "\"} 1\n")
                .getBytes(StandardCharsets.UTF_8);
        made += line.length;
        at = 0;
      }
      return line[at++];
    }
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private ExpositionReport parse(String text) throws IOException {
    return parse(ExpositionLimits.DEFAULT, text(text));
  }

  private ExpositionReport parse(ExpositionLimits limits, InputStream in) throws IOException {
    series.clear();
    return new ExpositionParser(limits)
        .parse(in, ExpositionParser.Format.TEXT, "target", series::add);
  }
}
