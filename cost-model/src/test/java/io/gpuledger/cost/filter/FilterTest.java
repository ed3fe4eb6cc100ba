package io.gpuledger.cost.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
  private static final Map<String, String> ROW =
      Map.of(
          "team", "vision",
          "state", "held_idle",
          "account", "1234",
          "tag:env", "prod",
          "tag:aws:createdBy", "I\"x\\y",
          "deviceModel", "NVIDIA H100 80GB HBM3");

  private static String value(GroupKey key) {
    return ROW.getOrDefault(key.text(), GroupKey.MISSING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "''; true",
        "' \t'; true",
        "team:\"vision\"; true",
        "team:vision; true",
        "team:\"nlp\",\"vision\"; true",
        "team!:\"nlp\",\"vision\"; false",
        "team!:\"nlp\"; true",
        "team ~: \"isi\"; true",
        "team!~:\"isi\"; false",
        "team<~:\"vis\"; true",
        "team!<~:\"vis\"; false",
        "team~>:\"ion\"; true",
        "team!~>:\"ion\"; false",
        "team:\"Vision\"; false",
        "cluster:\"-\"; true",
        "tag:env:\"prod\"; true",
        "tag[env]:\"prod\"; true",
        "label[env]:\"prod\"; true",
        "tag:\"aws:createdBy\":\"I\\\"x\\\\y\"; true",
        "tag[aws:createdBy]<~:\"I\"; true",
        "tag:none:\"-\"; true",
        "team:\"vision\"+state!:\"held_idle\"; false",
        "team:\"nlp\"|state:\"held_idle\"; true",
        "team:\"nlp\"+state:\"x\"|account:\"1234\"; true",
        "team:\"nlp\"+(state:\"x\"|account:\"1234\"); false",
        "(((team:\"vision\"))); true",
        "deviceModel~:\"H100\" + ( team:\"vision\" | team:\"nlp\" ); true",
      })
  void a_row_passes_when_the_condition_holds(String text, boolean passes) {
    assertThat(Filter.parse(text).matches(FilterTest::value)).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\'',
      value = {
        "team; 5; expected one of",
        "team:; 6; expected a value, found the end",
        "team:\"a; 6; not closed",
        "team:\"a\\n\"; 8; backslash",
        "team:\"a\" state:\"b\"; 10; expected '+'",
        "team:\"a\"++; 10; expected a field, found '+'",
        "(team:\"a\"; 10; expected ')' for the '(' at column 1",
        "team:\"a\"); 9; expected '+'",
        "colour:\"red\"; 1; unknown field \"colour\"",
        "team=\"a\"; 5; expected one of",
        "tag[:\"x\"; 9; expected ']'",
        "tag[]:\"x\"; 1; the key of a tag",
        "team:\"a\",; 10; expected a value",
        "'team:a'' OR 1=1'; 7; expected '+'",
      })
  void a_fault_names_its_column(String text, int column, String message) {
    List<Problem> problems = Filter.read(text).problems();
    assertThat(problems).isNotEmpty();
    assertThat(problems.get(0).location().column()).isEqualTo(column);
    assertThat(problems.get(0).message()).contains(message);
    assertThatThrownBy(() -> Filter.parse(text)).isInstanceOf(FilterSyntaxException.class);
  }

  @Test
  void all_unknown_fields_are_named_at_once() {
    assertThat(Filter.read("colour:\"a\"+team:\"b\"+size:\"c\"").problems())
        .extracting(problem -> problem.location().column())
        .containsExactly(1, 21);
  }

  @Test
  void size_depth_and_number_of_values_are_bounded() {
    String deep = "(".repeat(32) + "team:\"a\"" + ")".repeat(32);
    assertThat(Filter.read(deep).problems()).isEmpty();
    assertThat(Filter.read("(" + deep + ")").problems().get(0).message()).contains("nested");
    String most = "team:" + "a,".repeat(999) + "a";
    assertThat(Filter.read(most).problems()).isEmpty();
    assertThat(Filter.read(most + ",a").problems().get(0).message()).contains("1000 values");
    String longest = "team:\"" + "a".repeat(16_384 - 7) + "\"";
    assertThat(Filter.read(longest).problems()).isEmpty();
    assertThat(Filter.read(longest + " ").problems().get(0).message()).contains("16384");
    assertThat(Filter.read("(".repeat(16_000)).problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void what_is_printed_reads_back_equal_and_decides_alike(long seed) {
    Random random = new Random(seed);
    Function<GroupKey, String> row = key -> key.text().length() % 2 == 0 ? "a" : "b\"\\";
    for (int i = 0; i < 500; i++) {
      Filter filter = arbitrary(random, 4);
      Filter again = Filter.parse(filter.text());
      assertThat(again).as("seed %d: %s", seed, filter.text()).isEqualTo(filter);
      assertThat(again.matches(row)).isEqualTo(filter.matches(row));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void any_text_is_read_or_refused_with_a_place(long seed) {
    Random random = new Random(seed);
    String alphabet = "team:!~<>+|(),\"\\ tag[]x-\0é";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      for (Problem problem : Filter.read(text.toString()).problems()) {
        assertThat(problem.location().column()).isBetween(1, text.length() + 1);
      }
    }
  }

  @Test
  void every_key_reads_back_from_its_text() {
    for (GroupKey.Name name : GroupKey.Name.values()) {
      GroupKey key = name == GroupKey.Name.TAG ? GroupKey.ofTag("a:b") : GroupKey.of(name);
      assertThat(GroupKey.parse(key.text())).contains(key);
    }
    assertThat(GroupKey.parse("tag")).isEmpty();
    assertThat(GroupKey.parse("tag:")).isEmpty();
    assertThat(GroupKey.parse("TEAM")).isEmpty();
  }

  private static Filter arbitrary(Random random, int depth) {
    int choice = random.nextInt(depth > 0 ? 3 : 1);
    if (choice == 0) {
      GroupKey.Name name = pick(random, List.of(GroupKey.Name.values()));
      GroupKey key = name == GroupKey.Name.TAG ? GroupKey.ofTag("k\"]:") : GroupKey.of(name);
      Operator operator = pick(random, List.of(Operator.values()));
      List<String> values = new ArrayList<>();
      for (int n = 0; n <= random.nextInt(3); n++) {
        values.add(pick(random, List.of("", "a", "b\"\\", "+|(),:", "-")));
      }
      return new Filter.Comparison(key, operator, values);
    }
    List<Filter> parts = new ArrayList<>();
    for (int n = 0; n < 2 + random.nextInt(2); n++) {
      parts.add(arbitrary(random, depth - 1));
    }
    return choice == 1 ? new Filter.And(parts) : new Filter.Or(parts);
  }

  private static <T> T pick(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
