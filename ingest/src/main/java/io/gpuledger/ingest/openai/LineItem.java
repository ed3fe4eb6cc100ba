package io.gpuledger.ingest.openai;

import io.gpuledger.ingest.tokens.TokenClass;
import java.util.Locale;

/**
 * What a line item of the costs names: a model and a class of tokens, as in {@code
 * gpt-4o-2024-08-06, cached input} [K].
 *
 * @param model empty where it names none
 * @param type word of the class; the item itself where it names none, so that nothing is taken for
 *     it
 */
record LineItem(String model, String type) {
  static LineItem of(String text) {
    int comma = text.lastIndexOf(", ");
    if (comma < 0) {
      return new LineItem("", text);
    }
    TokenClass type =
        switch (text.substring(comma + 2).strip().toLowerCase(Locale.ROOT)) {
          case "input" -> TokenClass.INPUT;
          case "cached input" -> TokenClass.CACHED_INPUT;
          case "cache write", "cache write input" -> TokenClass.CACHE_WRITE;
          case "output" -> TokenClass.OUTPUT;
          default -> null;
        };
    return type == null
        ? new LineItem("", text)
        : new LineItem(text.substring(0, comma).strip(), type.text());
  }
}
