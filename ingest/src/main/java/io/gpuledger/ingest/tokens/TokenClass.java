package io.gpuledger.ingest.tokens;

import io.gpuledger.cost.price.TokenType;
import java.math.BigDecimal;
import java.util.Arrays;

/** The classes of what is used. A token is of one class only. */
public enum TokenClass {
  INPUT("input", "Tokens", TokenType.INPUT, BigDecimal.ONE),
  CACHED_INPUT("cached-input", "Tokens", TokenType.CACHED_INPUT, BigDecimal.ONE),
  CACHE_WRITE("cache-write", "Tokens", TokenType.CACHE_WRITE, BigDecimal.ONE),
  CACHE_WRITE_5M("cache-write-5m", "Tokens", TokenType.CACHE_WRITE, BigDecimal.ONE),
  /** Twice the price of input, where the published price of a write is that of five minutes. */
  CACHE_WRITE_1H("cache-write-1h", "Tokens", TokenType.INPUT, BigDecimal.valueOf(2)),
  OUTPUT("output", "Tokens", TokenType.OUTPUT, BigDecimal.ONE),
  WEB_SEARCH("web-search", "Requests"),
  IMAGES("images", "Images"),
  CHARACTERS("characters", "Characters"),
  SECONDS("seconds", "Seconds"),
  BYTES("bytes", "Bytes"),
  SESSIONS("sessions", "Sessions"),
  CALLS("calls", "Requests");

  private final String text;
  private final String unit;
  private final TokenType priced;
  private final BigDecimal factor;

  TokenClass(String text, String unit) {
    this(text, unit, TokenType.INPUT, BigDecimal.ZERO);
  }

  TokenClass(String text, String unit, TokenType priced, BigDecimal factor) {
    this.text = text;
    this.unit = unit;
    this.priced = priced;
    this.factor = factor;
  }

  /** Whether a text is the word of a class. */
  static boolean isWord(String text) {
    return Arrays.stream(values()).anyMatch(type -> type.text.equals(text));
  }

  /** The word in {@code x_TokenType}. */
  public String text() {
    return text;
  }

  /** What it is counted in. */
  public String unit() {
    return unit;
  }

  public boolean isTokens() {
    return factor.signum() > 0;
  }

  /** The published price that it has a multiple of. */
  TokenType priced() {
    return priced;
  }

  /** Which multiple; zero of what is no token. */
  BigDecimal factor() {
    return factor;
  }
}
