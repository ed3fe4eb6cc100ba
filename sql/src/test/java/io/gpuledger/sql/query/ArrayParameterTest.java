package io.gpuledger.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.sql.engine.LedgerExtension;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("live")
class ArrayParameterTest {
  @RegisterExtension static final LedgerExtension LEDGER = new LedgerExtension();

  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "it's",
          "''",
          "\\",
          "a\\'b",
          "\\n",
          "a,b",
          "[x]",
          "tab\there",
          "line\nbreak",
          "Zürich 東京",
          "\"double\"",
          "'],['");

  @Test
  void the_engine_reads_each_text_as_it_was_whatever_stands_in_it() {
    List<String> hex = new ArrayList<>();
    for (String text : TEXTS) {
      hex.add(HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8)));
    }

    String read =
        LEDGER
            .client()
            .query(
                "SELECT arrayStringConcat(arrayMap(x -> hex(x), {texts:Array(String)}), ',')",
                Map.of("texts", ArrayParameter.ofTexts(TEXTS)));

    assertThat(read.strip().split(",", -1)).containsExactlyElementsOf(hex);
  }

  @Test
  void numbers_are_read_and_none_are_an_empty_array() {
    assertThat(
            LEDGER
                .client()
                .query(
                    "SELECT arraySum({numbers:Array(UInt64)}), length({none:Array(String)})",
                    Map.of(
                        "numbers", ArrayParameter.ofNumbers(List.of(1L, 40L)),
                        "none", ArrayParameter.ofTexts(List.of())))
                .strip())
        .isEqualTo("41\t0");
  }
}
