package io.gpuledger.cost.unit;

import java.util.Locale;
import java.util.Map;

/**
 * The word of a class of tokens. Providers write the same class in several ways; each class has its
 * own price, so that one word for each keeps them apart across providers.
 */
public final class TokenTypeName {
  private static final Map<String, String> WORDS =
      Map.of(
          "cache-read", "cached-input",
          "cache-read-input", "cached-input",
          "input-cached", "cached-input",
          "cache-write-input", "cache-write",
          "cache-creation", "cache-write",
          "prompt", "input",
          "completion", "output");

  private TokenTypeName() {}

  /** The word for what a bill says, empty for an empty text; one that is not known stays. */
  public static String of(String told) {
    String word = told.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    return WORDS.getOrDefault(word, word);
  }
}
