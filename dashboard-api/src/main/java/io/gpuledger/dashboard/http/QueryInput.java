package io.gpuledger.dashboard.http;

import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.time.TimeRange;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The parameters of a request's address. Every fault is noted; {@link #check} reports all at once.
 * A parameter that nobody asks for is a fault too: a misspelt filter must not silently widen a sum.
 */
final class QueryInput {
  /** Longest range of one question. */
  static final Duration RANGE_LIMIT = Duration.ofDays(5 * 366);

  /** Rows of one answer at most. */
  static final int ROWS_LIMIT = 10_000;

  private static final int OFFSET_LIMIT = 10_000_000;
  private static final int GROUP_KEYS_LIMIT = 6;
  private static final int TEXT_LIMIT = 16_384;
  private static final TimeRange ANY = new TimeRange(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));

  private final Map<String, List<String>> values;
  private final Clock clock;
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<ApiException.Fault> faults = new ArrayList<>();

  QueryInput(Context context, Clock clock) {
    this.values = context.queryParamMap();
    this.clock = clock;
  }

  Optional<String> text(String name) {
    asked.add(name);
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      fault(name, "stands in the address more than once");
    }
    if (given.isEmpty() || given.get(0).isEmpty()) {
      return Optional.empty();
    }
    if (given.get(0).length() > TEXT_LIMIT) {
      fault(name, "is longer than " + TEXT_LIMIT + " characters");
      return Optional.empty();
    }
    return Optional.of(given.get(0));
  }

  String requiredText(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      fault(name, "is missing");
    }
    return text.orElse("");
  }

  private <T> Optional<T> parsed(String name, String expected, Function<String, T> parse) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text.get()));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      fault(name, "\"" + shown(text.get()) + "\" is not " + expected);
      return Optional.empty();
    }
  }

  private static String shown(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  Optional<Instant> instant(String name) {
    return parsed(name, "a date such as 2026-10-01 or a UTC instant", QueryInput::readInstant);
  }

  private static Instant readInstant(String text) {
    Instant at =
        text.length() == 10
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : Instant.parse(text);
    if (at.isBefore(Instant.parse("1970-01-01T00:00:00Z"))
        || !at.isBefore(Instant.parse("2100-01-01T00:00:00Z"))) {
      throw new IllegalArgumentException(text);
    }
    return at;
  }

  /** {@code start} and {@code end}, both needed. */
  TimeRange range() {
    Optional<Instant> start = instant("start");
    Optional<Instant> end = instant("end");
    for (String name : List.of("start", "end")) {
      if (values.getOrDefault(name, List.of("")).get(0).isEmpty()) {
        fault(name, "is missing: a date such as 2026-10-01 or a UTC instant");
      }
    }
    if (start.isEmpty() || end.isEmpty()) {
      return ANY;
    }
    if (!start.get().isBefore(end.get())) {
      fault("end", "must be later than start");
      return ANY;
    }
    if (Duration.between(start.get(), end.get()).compareTo(RANGE_LIMIT) > 0) {
      fault("end", "is more than " + RANGE_LIMIT.toDays() + " days after start");
      return ANY;
    }
    return new TimeRange(start.get(), end.get());
  }

  /** A calendar month such as {@code 2026-10}. */
  YearMonth month(String name) {
    Optional<YearMonth> month = parsed(name, "a month such as 2026-10", QueryInput::readMonth);
    if (month.isEmpty() && text(name).isEmpty()) {
      fault(name, "is missing: a month such as 2026-10");
    }
    return month.orElseGet(() -> YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)));
  }

  private static YearMonth readMonth(String text) {
    YearMonth month = YearMonth.parse(text);
    if (month.getYear() < 1970 || month.getYear() > 2099) {
      throw new IllegalArgumentException(text);
    }
    return month;
  }

  List<GroupKey> groupBy() {
    List<GroupKey> keys = new ArrayList<>();
    for (String name : text("groupBy").map(t -> t.split(",", -1)).orElse(new String[0])) {
      Optional<GroupKey> key = GroupKey.parse(name.strip());
      if (key.isEmpty()) {
        fault("groupBy", "\"" + shown(name) + "\" is not a group key");
      } else if (keys.contains(key.get())) {
        fault("groupBy", "\"" + name + "\" stands there twice");
      } else {
        keys.add(key.get());
      }
    }
    if (keys.size() > GROUP_KEYS_LIMIT) {
      fault("groupBy", "takes at most " + GROUP_KEYS_LIMIT + " keys");
    }
    return keys;
  }

  Filter filter() {
    return filter("filter", Filter.everything());
  }

  /** A filter of another name. */
  Filter filter(String name, Filter otherwise) {
    if (text(name).isEmpty()) {
      return otherwise;
    }
    var parsed = Filter.read(text(name).get());
    for (Problem problem : parsed.problems()) {
      fault(name, problem.toString());
    }
    return parsed.values().isEmpty() ? otherwise : parsed.values().get(0);
  }

  /** A constant by its lower-case word. */
  <E extends Enum<E>> E word(String name, Class<E> type, E otherwise) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      words.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return parsed(
            name,
            "one of " + String.join(", ", words),
            text -> {
              if (!words.contains(text)) {
                throw new IllegalArgumentException(text);
              }
              return type.getEnumConstants()[words.indexOf(text)];
            })
        .orElse(otherwise);
  }

  /** One of some words. */
  String choice(String name, List<String> words) {
    Optional<String> text = text(name);
    if (text.isPresent() && !words.contains(text.get())) {
      fault(name, "\"" + shown(text.get()) + "\" is not one of " + String.join(", ", words));
    }
    return text.filter(words::contains).orElse(words.get(0));
  }

  boolean flag(String name, boolean otherwise) {
    return parsed(
            name,
            "true or false",
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException(text);
              }
              return text.equals("true");
            })
        .orElse(otherwise);
  }

  int number(String name, int low, int high, int otherwise) {
    return parsed(
            name,
            "a number from " + low + " to " + high,
            text -> {
              int number = Integer.parseInt(text);
              if (number < low || number > high) {
                throw new IllegalArgumentException(text);
              }
              return number;
            })
        .orElse(otherwise);
  }

  Optional<String> currency() {
    return parsed(
        "currency",
        "a currency code such as USD",
        text -> {
          if (!text.matches("[A-Z][A-Z0-9_]{2,15}")) {
            throw new IllegalArgumentException(text);
          }
          return text;
        });
  }

  /** What the exchange rates of a conversion are for; only beside {@code currency}. */
  Optional<RatePurpose> ratePurpose() {
    List<String> words = new ArrayList<>();
    for (RatePurpose purpose : RatePurpose.values()) {
      words.add(purpose.word());
    }
    Optional<RatePurpose> purpose =
        parsed("ratePurpose", "one of " + String.join(", ", words), RatePurpose::ofWord);
    if (purpose.isPresent() && text("currency").isEmpty()) {
      fault("ratePurpose", "stands only beside a currency to convert into");
    }
    return purpose;
  }

  /** A duration such as {@code 15s}. */
  Duration duration(String name, Duration otherwise) {
    return parsed(
            name,
            "a duration such as 15s or 1m",
            text -> {
              if (!text.matches("[1-9][0-9]{0,6}(ms|s|m|h)")) {
                throw new IllegalArgumentException(text);
              }
              return Duration.parse(
                  text.endsWith("ms")
                      ? "PT" + Long.parseLong(text.replace("ms", "")) / 1000.0 + "S"
                      : "PT" + text.toUpperCase(Locale.ROOT));
            })
        .orElse(otherwise);
  }

  LedgerQueries.Page page() {
    return new LedgerQueries.Page(
        number("limit", 1, ROWS_LIMIT, 100), number("offset", 0, OFFSET_LIMIT, 0));
  }

  void fault(String field, String message) {
    faults.add(new ApiException.Fault(ErrorCode.INVALID_REQUEST.name(), field, message));
  }

  /** Throws all faults, if there are any. */
  void check() {
    for (String name : values.keySet()) {
      if (!asked.contains(name)) {
        fault(shown(name), "is not a parameter here; known: " + String.join(", ", asked));
      }
    }
    if (!faults.isEmpty()) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST, faults.get(0).field() + " " + faults.get(0).message(), faults);
    }
  }
}
