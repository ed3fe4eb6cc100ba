package io.gpuledger.ingest.conformance;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The unit format of FOCUS, which is a recommendation: {@code GB-Hours}, {@code 1000 Tokens}. */
final class UnitText {
  private static final Set<String> SINGULAR =
      Set.of(
          "hour",
          "day",
          "month",
          "year",
          "minute",
          "second",
          "request",
          "token",
          "unit",
          "query",
          "gigabyte",
          "instance",
          "user",
          "key",
          "event");

  private static final Pattern SPACED_TIME =
      Pattern.compile("(?i).*[a-z] (years?|months?|days?|hours?|minutes?|seconds?)");

  private UnitText() {}

  /** What is wrong with a unit, if anything can be told. */
  static Optional<String> fault(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains(" per ")) {
      return Optional.of("says \"per\"; expected a form such as GB/Hour or GB-Hours");
    }
    if (SPACED_TIME.matcher(text).matches()) {
      return Optional.of("joins a time by a blank; expected a form such as GB-Hours");
    }
    int slash = lower.indexOf('/');
    String counted = slash < 0 ? lower : lower.substring(0, slash);
    String last =
        counted.substring(Math.max(counted.lastIndexOf('-'), counted.lastIndexOf(' ')) + 1);
    return SINGULAR.contains(last)
        ? Optional.of("is in the singular; expected a form such as Hours or 1000 Tokens")
        : Optional.empty();
  }
}
