package io.gpuledger.ingest.platform;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit in the words of FOCUS.
 *
 * @param block how many of them the provider counts or prices as one
 * @param word plural, such as Read Units; the provider's own word where the table has none
 */
record PlatformUnit(BigDecimal block, String word) {
  /** No unit. */
  static final PlatformUnit NONE = new PlatformUnit(BigDecimal.ONE, "");

  private static final Pattern TEXT =
      Pattern.compile("(?:per )?(?:(\\d[\\d,]*)? ?(k|m|thousand|million)?\\b)? ?(.*)");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("ru", "Read Units"),
          Map.entry("read unit", "Read Units"),
          Map.entry("wu", "Write Units"),
          Map.entry("write unit", "Write Units"),
          Map.entry("token", "Tokens"),
          Map.entry("request", "Requests"),
          Map.entry("query", "Queries"),
          Map.entry("querie", "Queries"),
          Map.entry("vector", "Vectors"),
          Map.entry("vector hour", "Vector-Hours"),
          Map.entry("dimension hour", "Dimension-Hours"),
          Map.entry("hour", "Hours"),
          Map.entry("gpu hour", "GPU-Hours"),
          Map.entry("cu hour", "CU-Hours"),
          Map.entry("vcu", "vCUs"),
          Map.entry("image", "Images"),
          Map.entry("second", "Seconds"),
          Map.entry("minute", "Minutes"),
          Map.entry("gb", "GB"),
          Map.entry("gib", "GiB"),
          Map.entry("gb hour", "GB-Hours"),
          Map.entry("gib hour", "GiB-Hours"),
          Map.entry("gb month", "GB-Months"),
          Map.entry("gib month", "GiB-Months"));

  /** {@code 1M read units} as a million Read Units, {@code GB-hours} as GB-Hours. */
  static PlatformUnit of(String text) {
    String plain =
        text.strip()
            .toLowerCase(Locale.ROOT)
            .replace('-', ' ')
            .replace('_', ' ')
            .replace("  ", " ");
    Matcher matcher = TEXT.matcher(plain);
    if (plain.isEmpty() || !matcher.matches()) {
      return NONE;
    }
    String word = WORDS.get(singular(matcher.group(3)));
    if (word == null) {
      return new PlatformUnit(BigDecimal.ONE, text.strip());
    }
    return new PlatformUnit(number(matcher.group(1)).multiply(scale(matcher.group(2))), word);
  }

  /** The unit of prices, such as {@code 1000000 Read Units}. */
  String pricing() {
    return block.compareTo(BigDecimal.ONE) == 0 ? word : block.toPlainString() + " " + word;
  }

  private static String singular(String words) {
    String plain = words.strip();
    return plain.endsWith("s") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static BigDecimal number(String digits) {
    return digits == null ? BigDecimal.ONE : new BigDecimal(digits.replace(",", ""));
  }

  private static BigDecimal scale(String letter) {
    if (letter == null) {
      return BigDecimal.ONE;
    }
    return BigDecimal.valueOf(letter.startsWith("k") || letter.startsWith("t") ? 1_000 : 1_000_000);
  }
}
