package io.gpuledger.dashboard.config;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How single values of the file are read. Each throws IllegalArgumentException or its kin. */
final class Scalars {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB)?");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z][A-Z0-9_]{2,15}");
  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

  private Scalars() {}

  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** As {@link #duration}, and longer than nothing. */
  static Duration positiveDuration(String text) {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }

  /** Bytes: {@code 1048576}, {@code 500MiB}. */
  static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), SIZES.getOrDefault(unit, 1L));
  }

  /** As {@link #bytes(String)}, within bounds. */
  static long bytes(String text, long low, long high) {
    long bytes = bytes(text);
    if (bytes < low || bytes > high) {
      throw new IllegalArgumentException(text);
    }
    return bytes;
  }

  /** How long something is kept, in whole seconds. */
  static Duration retention(String text) {
    Duration duration = duration(text);
    if (duration.compareTo(Duration.ofHours(1)) < 0
        || duration.compareTo(Duration.ofDays(3_650)) > 0
        || !duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }

  /** How long an alert is kept after its end: a month at least, so that bills may still change. */
  static Duration alertRetention(String text) {
    Duration duration = retention(text);
    if (duration.compareTo(Duration.ofDays(30)) < 0) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }

  /** A UTC instant, or a date, which is its first instant in UTC. */
  static Instant instant(String text) {
    return text.length() == 10
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : Instant.parse(text);
  }

  static Amount positiveAmount(String text) {
    Amount amount = Amount.parse(text);
    if (amount.signum() <= 0 || amount.toBigDecimal().compareTo(Amount.COST_LIMIT) >= 0) {
      throw new IllegalArgumentException(text);
    }
    return amount;
  }

  static Amount price(String text) {
    Amount amount = Amount.parse(text);
    if (amount.signum() < 0 || amount.toBigDecimal().compareTo(Amount.COST_LIMIT) >= 0) {
      throw new IllegalArgumentException(text);
    }
    return amount;
  }

  static String currency(String text) {
    if (!CURRENCY.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** An amount with its currency: {@code 240000 USD}. */
  static Money money(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException(text);
    }
    return new Money(currency(text.substring(space + 1)), price(text.substring(0, space)));
  }

  /** An amount above zero with its currency: a gate of nothing would always be passed. */
  static Money gate(String text) {
    Money money = money(text);
    if (money.amount().signum() <= 0) {
      throw new IllegalArgumentException(text);
    }
    return money;
  }

  /** A quantity: not negative and below 10^20. */
  static Amount quantity(String text) {
    Amount amount = Amount.parse(text);
    if (amount.signum() < 0 || amount.toBigDecimal().compareTo(Amount.QUANTITY_LIMIT) >= 0) {
      throw new IllegalArgumentException(text);
    }
    return amount;
  }

  /** An exact share, from 0 to 1. */
  static Amount share(String text) {
    Amount share = quantity(text);
    if (share.compareTo(Amount.of(1)) > 0) {
      throw new IllegalArgumentException(text);
    }
    return share;
  }

  static double ratio(String text) {
    double ratio = Double.parseDouble(text);
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException(text);
    }
    return ratio;
  }

  static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  static int between(String text, int low, int high) {
    int value = Integer.parseInt(text);
    if (value < low || value > high) {
      throw new IllegalArgumentException(text);
    }
    return value;
  }

  static URI httpUri(String text) {
    URI uri = URI.create(text);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https"))
        || uri.getHost() == null
        || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(text);
    }
    return uri;
  }

  /** A constant by its word in the file: lower case, dashes for underscores. */
  static <E extends Enum<E>> E word(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(text);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static <E extends Enum<E>> String words(Class<E> type) {
    StringBuilder words = new StringBuilder("one of");
    String separator = " ";
    for (E constant : type.getEnumConstants()) {
      words.append(separator).append(word(constant));
      separator = ", ";
    }
    return words.toString();
  }
}
