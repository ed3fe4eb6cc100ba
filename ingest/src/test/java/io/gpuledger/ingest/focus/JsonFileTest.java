package io.gpuledger.ingest.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON files as records of cells, in every shape in which bills come, whole and damaged. */
class JsonFileTest {
  private static final List<String> RECORDS =
      List.of(
          "{\"id\": \"a\", \"cost\": {\"amount\": 1.20E-7, \"currency\": \"USD\"}, \"tags\": ["
              + " {\"k\": \"x  y\"} ]}",
          "{\"id\": \"b\", \"cost\": {\"amount\": \"12345678901234567890.123456789012345678\"},"
              + " \"late\": true}",
          "{\"id\": \"c\\u00e9\\n\\\"q\\\"\", \"cost\": null, \"tags\": [], \"none\": null}");

  private static final List<Map<String, String>> CELLS =
      List.of(
          Map.of(
              "id",
              "a",
              "cost.amount",
              "1.20E-7",
              "cost.currency",
              "USD",
              "tags",
              "[{\"k\":\"x  y\"}]"),
          Map.of(
              "id", "b", "cost.amount", "12345678901234567890.123456789012345678", "late", "true"),
          Map.of("id", "cé\n\"q\"", "tags", "[]"));

  @TempDir private Path directory;
  private final List<Map<String, String>> read = new ArrayList<>();
  private final List<Long> lines = new ArrayList<>();
  private final List<Problem> faults = new ArrayList<>();
  private final List<ReadNote> notes = new ArrayList<>();
  private List<String> names = List.of();

  @ParameterizedTest
  @ValueSource(
      strings = {"lines", "joined", "spaced", "array", "pretty", "pretty array", "bom", "crlf"})
  void every_shape_of_a_file_tells_the_same_cells(String shape) throws IOException {
    read(shaped(shape));

    assertThat(faults).isEmpty();
    assertThat(notes).isEmpty();
    assertThat(read).isEqualTo(CELLS);
    assertThat(names)
        .containsExactly("id", "cost.amount", "cost.currency", "tags", "late", "cost", "none");
  }

  private static String shaped(String shape) {
    String pretty =
        String.join("\n", RECORDS)
            .replace("{\"id", "{\n  \"id")
            .replace(", \"", ",\n  \"")
            .replace("]}", "]\n}");
    return switch (shape) {
      case "joined" -> String.join("", RECORDS);
      case "spaced" -> "\n  " + String.join(" \n\n ", RECORDS) + " ";
      case "array" -> "[" + String.join(",", RECORDS) + "]";
      case "pretty" -> pretty;
      case "pretty array" -> "[\n" + String.join("\n,\n", RECORDS) + "\n]\n";
      case "bom" -> "\uFEFF" + String.join("\n", RECORDS);
      case "crlf" -> String.join("\r\n", RECORDS) + "\r\n";
      default -> String.join("\n", RECORDS) + "\n";
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "zst"})
  void a_packed_file_is_read_and_one_that_ends_too_early_says_so(String packing)
      throws IOException {
    Path file = directory.resolve("a." + packing);
    try (OutputStream out =
        packing.equals("gz")
            ? new GZIPOutputStream(Files.newOutputStream(file))
            : new ZstdOutputStream(Files.newOutputStream(file)).setChecksum(true)) {
      // Bytes that do not repeat, so that half of the file is not all of the text.
      for (int i = 0; i < 5_000; i++) {
        out.write(
            RECORDS
                .get(0)
                .replace("\"a\"", "\"" + i + "-" + i * 7_919 + "\"")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    read(file, RawLayout.TOLD_BY_FILE);
    assertThat(read).hasSize(5_000);
    assertThat(faults).isEmpty();

    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
    read.clear();
    read(file, RawLayout.TOLD_BY_FILE);

    assertThat(faults).hasSize(1);
    assertThat(faults.get(0).code()).isEqualTo(ProblemCode.TRUNCATED);
    assertThat(read.size()).isLessThan(5_001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,5}| MALFORMED_RECORD| 2| 8",
        "{\"a\":NaN}| MALFORMED_RECORD| 2| 9",
        "{'a':1}| MALFORMED_RECORD| 2| 2",
        "{\"a\":1,}| MALFORMED_RECORD| 2| 8",
        "{\"a\":1| MALFORMED_RECORD| 2| 1",
        "{\"a\":{\"b\":1}| MALFORMED_RECORD| 2| 1",
        "{\"a\":\"x| MALFORMED_RECORD| 2| 1",
        "{\"a\":\"x,\"b\":2}| MALFORMED_RECORD| 2| 1",
        "{\"a\":[1}| MALFORMED_RECORD| 2| 1",
        "\"a\":1}| MALFORMED_RECORD| 2| 1",
        "{\"a\":1}}| MALFORMED_RECORD| 2| 8",
        "7| MALFORMED_RECORD| 2| 1",
        "null| MALFORMED_RECORD| 2| 1",
        "\"text\"| MALFORMED_RECORD| 2| 1",
        "garbage: {\"x\"| MALFORMED_RECORD| 2| 1",
        "{\"a\":1,\"a\":2}| DUPLICATE_COLUMN| 2| 1",
        "{\"a\":\"\\q\"}| MALFORMED_RECORD| 2| 8"
      })
  void a_record_with_a_fault_is_refused_alone_with_its_place(
      String bad, ProblemCode code, int line, int column) throws IOException {
    for (String separator : List.of("\n", "\r\n")) {
      read.clear();
      faults.clear();

      read("{\"a\":1}" + separator + bad + separator + "{\"a\":3}" + separator + "{\"a\":4}");

      assertThat(faults).hasSize(1);
      Problem fault = faults.get(0);
      assertThat(fault.code()).as(fault.toString()).isEqualTo(code);
      assertThat(fault.location().line()).isEqualTo(line);
      assertThat(fault.location().column()).as(fault.toString()).isEqualTo(column);
      List<Map<String, String>> rest = new ArrayList<>(read);
      // A brace too many does not spoil the record before it.
      if (bad.endsWith("}}")) {
        assertThat(rest.remove(1)).containsEntry("a", "1");
      }
      assertThat(rest.stream().map(cells -> cells.get("a"))).containsExactly("1", "3", "4");
      assertThat(notes).isEmpty();
    }
  }

  @Test
  void the_elements_after_a_broken_one_of_an_array_are_read() throws IOException {
    read(
        """
        [
          {
            "a": 1,
            "list": [
              { "x": 1 }
            ]
          }, {
            "a": 2,
            "list": [
              { "x": 1 }
            ,
            "b": 1
          }, {
            "a": 3
          },
          {
            "a": 4
          }
        ]
        """);

    assertThat(faults).hasSize(1);
    assertThat(faults.get(0).location().line()).isEqualTo(7);
    assertThat(faults.get(0).message()).contains("at line 13");
    assertThat(read.stream().map(cells -> cells.get("a"))).containsExactly("1", "3", "4");
  }

  /** However a file is cut, all records before the cut are read, and the cut is told. */
  @ParameterizedTest
  @ValueSource(strings = {"lines", "joined", "array", "pretty", "pretty array"})
  void a_file_that_is_cut_anywhere_says_so(String shape) throws IOException {
    byte[] text = shaped(shape).strip().getBytes(StandardCharsets.UTF_8);
    List<Integer> ends = ends(text);
    for (int cut = 2; cut < text.length; cut++) {
      read.clear();
      faults.clear();
      notes.clear();
      int at = cut;

      read(
          Files.write(directory.resolve("cut.json"), Arrays.copyOf(text, cut)),
          RawLayout.TOLD_BY_FILE);

      long whole = ends.stream().filter(end -> end <= at).count();
      String head = new String(text, 0, cut, StandardCharsets.UTF_8).strip();
      boolean between = !shape.contains("array") && whole > 0 && ends.contains(head.length());
      assertThat(read).as(head).hasSize((int) whole);
      if (head.indexOf('{') >= 0 && !between && !isBetween(ends, text, at, shape)) {
        assertThat(faults).as(head).hasSize(1);
        assertThat(faults.get(0).code()).as(head).isEqualTo(ProblemCode.TRUNCATED);
        assertThat(notes.size()).as(head).isEqualTo(whole > 0 ? 1 : 0);
      }
    }
  }

  private static boolean isBetween(List<Integer> ends, byte[] text, int cut, String shape) {
    int last = ends.stream().filter(end -> end <= cut).reduce(0, Math::max);
    return !shape.contains("array")
        && new String(text, last, cut - last, StandardCharsets.UTF_8).isBlank();
  }

  /** Where the records of a text end. */
  private static List<Integer> ends(byte[] text) {
    List<Integer> ends = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\\') {
        i++;
      } else if (text[i] == '"') {
        quoted = !quoted;
      } else if (!quoted && text[i] == '{') {
        depth++;
      } else if (!quoted && text[i] == '}' && --depth == 0) {
        ends.add(i + 1);
      }
    }
    return ends;
  }

  private static final String PAGE =
      """
      {"object": "page",
       "data": [
         {"start": 10, "results": [{"v": 1}, {"v": 2, "start": "own"}], "end": 20},
         {"start": 20, "results": [], "end": 30},
         {"results": [{"v": 3}], "end": 40, "start": 30}],
       "more": false}
      """;

  @Test
  void records_in_the_arrays_of_arrays_carry_what_is_around_them() throws IOException {
    read(file("p.json", PAGE + PAGE.replace("false", "true")), RawLayout.json("data.results"));

    assertThat(faults).isEmpty();
    assertThat(read.stream().map(JsonFileTest::shown))
        .containsExactly(
            "$.data.end=20 $.data.start=10 $.more=false $.object=page v=1",
            "$.data.end=20 $.data.start=10 $.more=false $.object=page start=own v=2",
            "$.data.end=40 $.data.start=30 $.more=false $.object=page v=3",
            "$.data.end=20 $.data.start=10 $.more=true $.object=page v=1",
            "$.data.end=20 $.data.start=10 $.more=true $.object=page start=own v=2",
            "$.data.end=40 $.data.start=30 $.more=true $.object=page v=3");
    assertThat(lines).containsExactly(3L, 3L, 5L, 9L, 9L, 11L);
  }

  /** Keys of empty objects are no columns, and were kept without end. */
  @Test
  void a_file_with_too_many_keys_or_too_long_ones_is_refused() throws IOException {
    StringBuilder many = new StringBuilder("{\"a\":1");
    for (int i = 0; i <= JsonColumns.MAX_KEYS; i++) {
      many.append(",\"k").append(i).append("\":{}");
    }
    read(many + "}\n{\"a\":2}\n");
    read("{\"a\":1,\"" + "k".repeat(JsonColumns.MAX_KEY_LENGTH + 1) + "\":{}}\n");
    Path page = file("p.json", "{\"x\":" + many + "},\"rows\":[{\"a\":1}]}");
    read(page, RawLayout.json("rows"));

    assertThat(read).isEmpty();
    assertThat(faults.stream().map(Problem::code))
        .containsExactly(
            ProblemCode.WRONG_FIELD_COUNT,
            ProblemCode.WRONG_FIELD_COUNT,
            ProblemCode.WRONG_FIELD_COUNT);
  }

  /** Records of one place share them, so that one of them may not change them for the next. */
  @Test
  void what_is_around_records_stays_where_one_of_them_has_its_name() throws IOException {
    String rows = "{\"a\":1},{\"a\":2,\"$.\":{\"x\":9}},{\"a\":3}";
    read(
        file("p.json", "{\"x\":[1,2],\"rows\":[%s]}{\"x\":7,\"rows\":[%s]}".formatted(rows, rows)),
        RawLayout.json("rows"));

    assertThat(faults.stream().map(Problem::code))
        .containsExactly(ProblemCode.DUPLICATE_COLUMN, ProblemCode.DUPLICATE_COLUMN);
    assertThat(read.stream().map(JsonFileTest::shown))
        .containsExactly("$.x=[1,2] a=1", "$.x=[1,2] a=3", "$.x=7 a=1", "$.x=7 a=3");
  }

  @Test
  void too_much_around_too_many_records_refuses_the_page() throws IOException {
    String outer = "\"" + "x".repeat(200_000) + "\"";
    String rows = "{\"a\":1},".repeat(6_000) + "{\"a\":1}";
    read(file("p.json", "{\"x\":%s,\"rows\":[%s]}".formatted(outer, rows)), RawLayout.json("rows"));

    assertThat(read).isEmpty();
    assertThat(faults.stream().map(Problem::code)).containsExactly(ProblemCode.TRUNCATED);
    assertThat(faults.get(0).message()).contains("around the records");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"rows\":[{\"a\":1},{\"a\":2}]}| rows| 1 2",
        "[{\"rows\":[{\"a\":1}]},{\"rows\":[{\"a\":2}]}]| rows| 1 2",
        "{\"b\":{\"c\":[{\"rows\":{\"a\":1}}]}}| b.c.rows| 1",
        "{\"rows\":{\"a\":1}}| rows| 1",
        "{\"rows\":[[{\"a\":1}],[{\"a\":2}]],\"x\":{\"rows\":[]}}| rows| 1 2"
      })
  void a_path_leads_through_objects_and_arrays(String text, String path, String values)
      throws IOException {
    read(file("p.json", text), RawLayout.json(path));

    assertThat(faults).isEmpty();
    assertThat(read.stream().map(cells -> cells.get("a")).collect(Collectors.joining(" ")))
        .isEqualTo(values);
  }

  @Test
  void a_broken_record_of_a_page_is_refused_alone() throws IOException {
    read(
        file("p.json", "{\"data\":[{\"a\":1},\n{\"a\":1,5},{\"a\":3}],\"x\":1}"),
        RawLayout.json("data"));

    assertThat(faults).hasSize(1);
    assertThat(faults.get(0).code()).isEqualTo(ProblemCode.MALFORMED_RECORD);
    assertThat(faults.get(0).location().line()).isEqualTo(2);
    assertThat(faults.get(0).location().column()).isEqualTo(8);
    assertThat(read.stream().map(cells -> cells.get("a"))).containsExactly("1", "3");
  }

  /** It is not known how many records of it are lost, so the file is not whole. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":[{\"a\":1},{\"a\":2]}",
        "{\"data\":[{\"a\":1} {\"a\":2}]}",
        "{\"other\":[{\"a\":1}]}",
        "{\"data\":[1]}",
        "{\"data\":[{\"a\":1}]"
      })
  void a_page_that_is_broken_is_refused_as_one_that_is_not_whole(String bad) throws IOException {
    read(
        file("p.json", "{\"data\":[{\"a\":7}]}\n" + bad + "\n{\"data\":[{\"a\":8}]}\n"),
        RawLayout.json("data"));

    assertThat(faults.stream().map(Problem::code)).containsExactly(ProblemCode.TRUNCATED);
    assertThat(faults.get(0).location().line()).isEqualTo(2);
    assertThat(read.stream().map(cells -> cells.get("a"))).containsExactly("7", "8");
  }

  @Test
  void objects_with_free_keys_stay_one_cell_where_the_layout_says_so() throws IOException {
    read(
        file(
            "a.json",
            "{\"Tags\": { \"a b\" : 1 , \"c\" : {} }, \"x\": {\"custom_tags\": {\"q\": \"r\"}}}"),
        RawLayout.json("", "tags", "x.custom_tags"));

    assertThat(read)
        .containsExactly(Map.of("Tags", "{\"a b\":1,\"c\":{}}", "x.custom_tags", "{\"q\":\"r\"}"));
  }

  @Test
  void limits_hold_and_say_so() throws IOException {
    String big = "{\"a\":\"" + "x".repeat(FocusLimits.MAX_RECORD_BYTES) + "\"}";
    String wide =
        IntStream.rangeClosed(0, FocusLimits.MAX_COLUMNS)
            .mapToObj(i -> "\"c" + i + "\":" + i)
            .collect(Collectors.joining(",", "{", "}"));
    String deep = "{\"a\":" + "[".repeat(70) + "]".repeat(70) + "}";

    read("{\"a\":1}\n" + big + "\n" + deep + "\n{\"a\":2}\n");
    assertThat(faults.stream().map(Problem::code))
        .containsExactly(ProblemCode.FIELD_TOO_LONG, ProblemCode.MALFORMED_RECORD);
    assertThat(faults.get(1).message()).contains("more than 63");
    assertThat(read.stream().map(cells -> cells.get("a"))).containsExactly("1", "2");

    faults.clear();
    read.clear();
    read("{\"a\":1}\n" + wide);
    assertThat(faults.stream().map(Problem::code)).containsExactly(ProblemCode.WRONG_FIELD_COUNT);
    assertThat(read).isEmpty();

    faults.clear();
    read("{\"a\":\"" + "x".repeat(FocusLimits.MAX_FIELD_BYTES + 1) + "\",\"b\":1}");
    assertThat(read).containsExactly(Map.of("b", "1", "a", "!262144"));
  }

  @Test
  void an_object_that_does_not_end_within_the_limit_is_passed_over() throws IOException {
    String text = "{\"a\":[" + "1,".repeat(200_000) + "\n{\"a\":2}\n";
    JsonScanner scanner =
        new JsonScanner(
            new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 100_000);

    assertThat(scanner.next()).isTrue();
    assertThat(scanner.fault()).isNotNull();
    assertThat(scanner.fault().code()).isEqualTo(ProblemCode.FIELD_TOO_LONG);
    assertThat(scanner.next()).isTrue();
    assertThat(scanner.fault()).isNull();
    assertThat(scanner.line()).isEqualTo(2);
    assertThat(scanner.next()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"[]| EMPTY_INPUT", "[ {} ]| EMPTY_INPUT", "{\"a\":1| TRUNCATED"})
  void a_file_without_records_says_so_once(String text, ProblemCode code) throws IOException {
    read(text);

    assertThat(faults.stream().map(Problem::code)).containsExactly(code);
    assertThat(read).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b\n{1},2\n", "[Name],b\n1,2\n", "{x},y\n1,2\n", ""})
  void what_does_not_begin_as_json_is_csv(String text) throws IOException {
    assertThat(JsonFile.is(BillFile.of(file("a", text)))).isFalse();
  }

  @Test
  void what_a_file_is_not_is_told_by_its_head_and_not_by_all_of_it() throws IOException {
    String page = "{\"data\":[{\"results\":[{\"a\":1}]}]}\n";
    String other = "{\"b\":1}\n";
    RawLayout pages = RawLayout.json("data.results");

    assertThat(RawFile.names(BillFile.of(file("few.json", other.repeat(999) + page)), pages))
        .contains("a");
    assertThat(RawFile.names(BillFile.of(file("many.json", other.repeat(1_000) + page)), pages))
        .isEmpty();
  }

  private static String shown(Map<String, String> cells) {
    return new TreeMap<>(cells)
        .entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  private void read(String text) throws IOException {
    read(file("a.json", text), RawLayout.TOLD_BY_FILE);
  }

  private void read(Path file, RawLayout layout) throws IOException {
    RawFile.read(BillFile.of(file), layout, new Reader(), bytes -> {});
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private final class Reader implements RawHandler {
    @Override
    public boolean header(List<String> header) {
      names = header;
      return true;
    }

    @Override
    public void record(RawRecord record) {
      Map<String, String> cells = new TreeMap<>();
      for (int i = 0; i < record.fields(); i++) {
        String fault = record.select(i);
        String text =
            new String(
                record.bytes(),
                record.start(),
                record.end() - record.start(),
                StandardCharsets.UTF_8);
        if (!fault.isEmpty()) {
          cells.put(names.get(i), "!" + fault.replaceAll(".*at most (\\d+) are read", "$1"));
        } else if (!text.isEmpty()) {
          cells.put(names.get(i), text);
        }
      }
      read.add(cells);
      lines.add(record.line());
    }

    @Override
    public void noted(ReadNote note) {
      notes.add(note);
    }

    @Override
    public void fault(Problem problem) {
      faults.add(problem);
    }
  }
}
