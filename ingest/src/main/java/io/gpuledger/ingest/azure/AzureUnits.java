package io.gpuledger.ingest.azure;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit of measure of Azure, such as {@code 1 Hour}, {@code 10K} or {@code 100 GB/Month}.
 *
 * @param block how many units one block of the price has
 * @param noun what is counted, in the words of FOCUS
 * @param counted whether it is a bare count, {@code 10K}: the quantity of such a line counts blocks
 */
record AzureUnits(BigDecimal block, String noun, boolean counted) {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,12})([KMB](?![A-Za-z]))?\\s*(.*)");

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("", "Units"),
          Map.entry("unit", "Units"),
          Map.entry("text", "Units"),
          Map.entry("unassigned", "Units"),
          Map.entry("hour", "Hours"),
          Map.entry("hrs", "Hours"),
          Map.entry("hora", "Hours"),
          Map.entry("小时", "Hours"),
          Map.entry("1 hour", "Hours"),
          Map.entry("minute", "Minutes"),
          Map.entry("minute(s)", "Minutes"),
          Map.entry("second", "Seconds"),
          Map.entry("day", "Days"),
          Map.entry("month", "Months"),
          Map.entry("por mes", "Months"),
          Map.entry("core hour", "Hours"),
          Map.entry("core hrs", "Hours"),
          Map.entry("instance hour", "Hours"),
          Map.entry("gb", "GB"),
          Map.entry("gb hour", "GB Hours"),
          Map.entry("gb second", "GB Seconds"),
          Map.entry("api call", "Requests"),
          Map.entry("per call", "Requests"),
          Map.entry("per request", "Requests"),
          Map.entry("request", "Requests"),
          Map.entry("token", "Tokens"),
          Map.entry("image", "Images"),
          Map.entry("transaction", "Transactions"),
          Map.entry("operation", "Operations"),
          Map.entry("user", "Users"));

  private static final Map<String, String> SPANS =
      Map.ofEntries(
          Map.entry("second", "Second"),
          Map.entry("minute", "Minute"),
          Map.entry("hour", "Hour"),
          Map.entry("hora", "Hour"),
          Map.entry("小时", "Hour"),
          Map.entry("day", "Day"),
          Map.entry("month", "Month"),
          Map.entry("mes", "Month"),
          Map.entry("月", "Month"),
          Map.entry("year", "Year"));

  private static final Map<String, BigDecimal> MULTIPLES =
      Map.of(
          "K", BigDecimal.valueOf(1_000),
          "M", BigDecimal.valueOf(1_000_000),
          "B", BigDecimal.valueOf(1_000_000_000));

  /** The unit of a text; a noun without a word in FOCUS stays as it is. */
  static AzureUnits of(String text) {
    String stripped = text.strip();
    Matcher shape = SHAPE.matcher(stripped);
    if (!shape.matches()) {
      return new AzureUnits(BigDecimal.ONE, noun(stripped), false);
    }
    BigDecimal size = new BigDecimal(shape.group(1));
    String rest = shape.group(3).strip();
    if (shape.group(2) != null) {
      size = size.multiply(MULTIPLES.getOrDefault(shape.group(2), BigDecimal.ONE));
    }
    BigDecimal block = size.signum() == 0 ? BigDecimal.ONE : size;
    return new AzureUnits(block, noun(rest), isCount(shape.group(2) != null, rest));
  }

  private static boolean isCount(boolean multiple, String rest) {
    String noun = noun(rest);
    return multiple || noun.equals("Units") || noun.equals("Tokens") || noun.equals("Requests");
  }

  /** The same where the meter counts something else than the unit says. */
  AzureUnits of(String otherNoun, boolean isCounted) {
    return new AzureUnits(block, otherNoun, isCounted);
  }

  /** What one of these is priced as: {@code 1000 Tokens}, or the noun alone. */
  String priced(BigDecimal size) {
    return size.compareTo(BigDecimal.ONE) == 0 ? noun : size.toPlainString() + ' ' + noun;
  }

  private static String noun(String text) {
    int slash = text.lastIndexOf('/');
    if (slash >= 0) {
      String span = text.substring(slash + 1).strip();
      String known = SPANS.getOrDefault(span.toLowerCase(Locale.ROOT), span);
      return noun(text.substring(0, slash).strip()) + '/' + known;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    String singular = lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
    return WORDS.getOrDefault(lower, WORDS.getOrDefault(singular, text));
  }
}
