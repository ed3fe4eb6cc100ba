package io.gpuledger.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class DictionaryTest {
  private final Dictionary dictionary = new Dictionary();

  @Test
  void numbers_texts_in_the_order_of_their_first_appearance() {
    assertThat(List.of(number("b"), number("a"), number("b"), number(""), number("a")))
        .containsExactly(0, 1, 0, 2, 1);
    assertThat(dictionary.size()).isEqualTo(3);
    assertThat(texts()).isEqualTo("ba");
  }

  @Test
  void keeps_every_number_while_it_grows() {
    Random random = new Random(7);
    Map<String, Integer> expected = new LinkedHashMap<>();
    for (int i = 0; i < 50_000; i++) {
      String text = "GPU-" + Integer.toHexString(random.nextInt(20_000));
      Integer number = expected.get(text);
      if (number == null) {
        number = expected.size();
        expected.put(text, number);
      }
      assertThat(number(text)).isEqualTo(number);
    }
    assertThat(dictionary.size()).isEqualTo(expected.size()).isGreaterThan(16_384);
    assertThat(texts()).isEqualTo(String.join("", expected.keySet()));
  }

  @Test
  void finds_a_text_where_it_stands_in_a_longer_row() {
    byte[] row = "xxGPU-1yyGPU-1zz".getBytes(StandardCharsets.UTF_8);
    assertThat(dictionary.numberOf(row, 2, 7)).isZero();
    assertThat(dictionary.numberOf(row, 9, 14)).isZero();
    assertThat(dictionary.numberOf(row, 9, 13)).isEqualTo(1);
    assertThat(texts()).isEqualTo("GPU-1GPU-");
  }

  @Test
  void tells_texts_of_one_checksum_apart() {
    List<String> equal = twoOfOneChecksum();
    assertThat(List.of(number(equal.get(0)), number(equal.get(1)), number(equal.get(0))))
        .containsExactly(0, 1, 0);
  }

  @Test
  void begins_anew_after_it_is_cleared() {
    number("a");
    number("b");
    dictionary.clear();
    assertThat(dictionary.size()).isZero();
    assertThat(List.of(number("b"), number("a"))).containsExactly(0, 1);
    assertThat(texts()).isEqualTo("ba");
  }

  /** Among so many texts some two have the same 32 bits, all but surely; the seed is fixed. */
  private static List<String> twoOfOneChecksum() {
    Random random = new Random(3);
    Map<Long, String> seen = new LinkedHashMap<>();
    List<String> found = new ArrayList<>();
    while (found.isEmpty()) {
      String text = Long.toHexString(random.nextLong());
      CRC32C checksum = new CRC32C();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      checksum.update(bytes, 0, bytes.length);
      String other = seen.put(checksum.getValue(), text);
      if (other != null && !other.equals(text)) {
        found.addAll(List.of(other, text));
      }
    }
    return found;
  }

  private int number(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return dictionary.numberOf(bytes, 0, bytes.length);
  }

  private String texts() {
    return new String(
        dictionary.texts().array(), 0, dictionary.texts().length(), StandardCharsets.UTF_8);
  }
}
