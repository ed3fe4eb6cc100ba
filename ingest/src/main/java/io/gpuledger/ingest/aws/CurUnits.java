package io.gpuledger.ingest.aws;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit of AWS in the words of FOCUS.
 *
 * @param pricing what is priced, e.g. {@code 1000 Tokens}
 * @param consumed what is consumed, e.g. {@code Tokens}
 * @param block how many of what is consumed are one of what is priced
 */
record CurUnits(String pricing, String consumed, BigDecimal block) {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("hrs", "Hours"),
          Map.entry("hours", "Hours"),
          Map.entry("hr", "Hours"),
          Map.entry("hour", "Hours"),
          Map.entry("seconds", "Seconds"),
          Map.entry("second", "Seconds"),
          Map.entry("gb-mo", "GB-Months"),
          Map.entry("gb-month", "GB-Months"),
          Map.entry("gb", "GB"),
          Map.entry("gb-hours", "GB-Hours"),
          Map.entry("vcpu-hours", "vCPU-Hours"),
          Map.entry("requests", "Requests"),
          Map.entry("request", "Requests"),
          Map.entry("api requests", "Requests"),
          Map.entry("iops-mo", "IOPS-Months"),
          Map.entry("lambda-gb-second", "GB-Seconds"),
          Map.entry("quantity", "Units"),
          Map.entry("tokens", "Tokens"),
          Map.entry("token", "Tokens"),
          Map.entry("images", "Images"),
          Map.entry("image", "Images"),
          Map.entry("user-mo", "User-Months"));

  private static final Pattern BLOCK = Pattern.compile("(\\d+)([km]?) (tokens|requests|images)");

  /** The unit of a text; one without a word in FOCUS stays as it is. */
  static CurUnits of(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    Matcher block = BLOCK.matcher(lower);
    if (block.matches() && block.group(1).length() <= 9) {
      long thousands =
          block.group(2).isEmpty() ? 1 : block.group(2).equals("k") ? 1_000 : 1_000_000;
      long size = Long.parseLong(block.group(1)) * thousands;
      String noun = WORDS.getOrDefault(block.group(3), block.group(3));
      return new CurUnits(size == 1 ? noun : size + " " + noun, noun, BigDecimal.valueOf(size));
    }
    String word = WORDS.getOrDefault(lower, text.strip());
    return new CurUnits(word, word, BigDecimal.ONE);
  }
}
