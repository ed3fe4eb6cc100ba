package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.PeriodWords;
import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Pieces of text in Slack's markup. Names come from outside and are escaped. */
final class SlackText {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);
  private static final Pattern USER = Pattern.compile("[UW][A-Z0-9]{5,20}");
  private static final Pattern GROUP = Pattern.compile("S[A-Z0-9]{5,20}");

  private SlackText() {}

  /** The text with what Slack reads as markup made plain: no mention or link can be smuggled in. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** As {@link #escaped}, inside a code mark. */
  static String code(String text) {
    return "`" + escaped(text).replace('`', '\'') + "`";
  }

  /** At most this many characters, with a mark where something was left out. */
  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  static String money(String currency, Amount amount) {
    String digits = String.format(Locale.ROOT, "%,.2f", amount.displayed(2));
    return currency.equals(BudgetUnit.HOURS) ? digits + " " + currency : currency + " " + digits;
  }

  /** Percent of the limit with one decimal, rounded down so that 100 never shows too early. */
  static String percent(Amount spent, Amount limit) {
    BigDecimal percent =
        spent
            .toBigDecimal()
            .multiply(BigDecimal.valueOf(100))
            .divide(limit.toBigDecimal(), 1, RoundingMode.FLOOR);
    return percent.stripTrailingZeros().scale() <= 0
        ? percent.setScale(0, RoundingMode.FLOOR) + " %"
        : percent + " %";
  }

  static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** A time of the wall clock of some zone. */
  static String local(LocalDateTime at) {
    return LOCAL.format(at);
  }

  static String instant(Instant at) {
    return INSTANT.format(at);
  }

  /** A period of whatever kind in words. */
  static String month(String period) {
    return PeriodWords.of(period);
  }

  static String mention(String owner) {
    if (USER.matcher(owner).matches()) {
      return "<@" + owner + ">";
    }
    if (GROUP.matcher(owner).matches()) {
      return "<!subteam^" + owner + ">";
    }
    return escaped(owner);
  }

  /** Whole minutes, hours from an hour up, days from three days up. */
  static String length(Duration duration) {
    long minutes = duration.toMinutes();
    if (minutes < 1) {
      return "less than a minute";
    }
    if (minutes < 60) {
      return "about " + minutes + (minutes == 1 ? " minute" : " minutes");
    }
    long hours = duration.toHours();
    return "about "
        + (hours >= 72 ? hours / 24 + " days" : hours + (hours == 1 ? " hour" : " hours"));
  }
}
