package io.gpuledger.cost.price;

import java.util.Optional;

/** Which tokens of a request a price is for. The four are disjoint. */
public enum TokenType {
  /** Read without a cache. */
  INPUT("input"),
  /** Read from a cache. */
  CACHED_INPUT("cached-input"),
  /** Written into a cache. */
  CACHE_WRITE("cache-write"),
  OUTPUT("output");

  private final String text;

  TokenType(String text) {
    this.text = text;
  }

  /** The word in files, tables and JSON. */
  public String text() {
    return text;
  }

  /** The type of this word. */
  public static Optional<TokenType> ofText(String text) {
    for (TokenType type : values()) {
      if (type.text.equals(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
