package io.gpuledger.dashboard.config;

import io.gpuledger.cost.filter.Filter;
import java.util.regex.Pattern;

/** Names and filters that stand in the file. */
final class Names {
  static final String FILTER = "a filter such as team:\"search\"+state!:\"held_idle\"";

  private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private Names() {}

  static String source(String text) {
    if (!SOURCE.matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** A user of HTTP basic authentication, where a colon ends the name. */
  static String user(String text) {
    if (text.isBlank() || text.contains(":")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  /** A filter over the group keys; its own faults say more than "not a filter" could. */
  static String filter(String text) {
    Filter.parse(text);
    return text;
  }
}
